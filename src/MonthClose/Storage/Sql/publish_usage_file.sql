update usage_files set visible = 1 where name = @name
