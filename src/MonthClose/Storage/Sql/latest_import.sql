select coalesce(max(import_id), 0) from imports
