insert into prices (sku_id, currency, from_quantity, import_id, unit, unit_price, included_quantity, monthly_cap)
values (@sku, @currency, @from, @import, @unit, @unit_price, @included, @cap)
