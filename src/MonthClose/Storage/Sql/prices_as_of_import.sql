select p.sku_id, p.currency, p.from_quantity, p.unit, p.unit_price, p.included_quantity, p.monthly_cap from prices p
where p.import_id = (
    select max(l.import_id) from prices l
    where l.sku_id = p.sku_id and l.currency = p.currency and l.from_quantity = p.from_quantity and l.import_id <= @import)
