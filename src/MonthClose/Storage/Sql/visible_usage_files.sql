select name, sha256 from usage_files where visible = 1
