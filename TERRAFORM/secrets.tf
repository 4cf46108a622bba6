# Neither value ever enters a plan or the state: they are made anew, unseen, at each run and written
# only when their version grows.

ephemeral "aws_secretsmanager_random_password" "database" {
  count    = var.generate_secrets ? 1 : 0
  provider = aws.passwords

  password_length     = 40
  exclude_punctuation = true
}

# 43 of 62 letters and digits: 256 bits.
ephemeral "aws_secretsmanager_random_password" "admin_key" {
  count    = var.generate_secrets ? 1 : 0
  provider = aws.passwords

  password_length     = 43
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "database" {
  #checkov:skip=CKV2_AWS_57:Rotated by raising database_password_version and deploying: a task reads its password at its start, so a rotation behind its back would cut it off.
  name                    = "${local.name}/database-password"
  description             = "Password of PostgreSQL's user ${local.database_user}"
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = var.deletion_protection ? 7 : 0
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id = aws_secretsmanager_secret.database.id
  secret_string_wo = (
    var.generate_secrets ? ephemeral.aws_secretsmanager_random_password.database[0].random_password : var.database_password
  )
  secret_string_wo_version = var.database_password_version
}

resource "aws_secretsmanager_secret" "admin_key" {
  #checkov:skip=CKV2_AWS_57:Rotated by raising admin_key_version and deploying, for the same reason.
  name                    = "${local.name}/admin-key"
  description             = "The administrator's first key of the API"
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = var.deletion_protection ? 7 : 0
}

resource "aws_secretsmanager_secret_version" "admin_key" {
  secret_id = aws_secretsmanager_secret.admin_key.id
  secret_string_wo = (
    var.generate_secrets ? "lv_${ephemeral.aws_secretsmanager_random_password.admin_key[0].random_password}" : var.admin_key
  )
  secret_string_wo_version = var.admin_key_version
}

# Read back, not handed over: after an apply that stopped half-way the database must still get the
# password that the secret holds, not that of a later run.
ephemeral "aws_secretsmanager_secret_version" "database" {
  count    = var.generate_secrets ? 1 : 0
  provider = aws.passwords

  secret_id  = aws_secretsmanager_secret.database.id
  version_id = aws_secretsmanager_secret_version.database.version_id
}
