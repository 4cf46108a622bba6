resource "aws_db_subnet_group" "main" {
  name        = local.name
  description = "Private subnets of both zones"
  subnet_ids  = [for zone in var.availability_zones : aws_subnet.private[zone].id]
}

resource "aws_rds_cluster_parameter_group" "main" {
  # Not a fixed name: with a new major version the next group must exist before the last one goes.
  name_prefix = "${local.name}-"
  description = "TLS only, slow statements logged"
  family      = "aurora-postgresql${split(".", var.database_engine_version)[0]}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Made here because RDS would make it without retention.
resource "aws_cloudwatch_log_group" "database" {
  #checkov:skip=CKV_AWS_338:Thirty days tell what happened; longer is log_retention_days, and more to pay and to protect.
  name              = "/aws/rds/cluster/${local.name}/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_rds_cluster" "main" {
  #checkov:skip=CKV_AWS_162:The service signs in with a password from Secrets Manager; IAM tokens live 15 minutes, connections for days.
  #checkov:skip=CKV2_AWS_27:Slow statements are logged (parameter group); every statement would be the catalogue's traffic twice.
  #checkov:skip=CKV2_AWS_8:Backups to the second for database_backup_days are the cluster's own; a vault would hold the same twice.
  cluster_identifier = local.name
  engine             = "aurora-postgresql"
  engine_mode        = "provisioned"
  engine_version     = var.database_engine_version

  database_name   = local.database_name
  master_username = local.database_user
  master_password_wo = (
    var.generate_secrets ? ephemeral.aws_secretsmanager_secret_version.database[0].secret_string : var.database_password
  )
  master_password_wo_version = var.database_password_version

  serverlessv2_scaling_configuration {
    min_capacity = var.database_capacity_min
    max_capacity = var.database_capacity_max
  }

  port                            = local.database_port
  db_subnet_group_name            = aws_db_subnet_group.main.name
  vpc_security_group_ids          = [aws_security_group.database.id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name

  storage_encrypted = true
  kms_key_id        = aws_kms_key.main.arn

  backup_retention_period      = var.database_backup_days
  preferred_backup_window      = "06:00-06:30"
  preferred_maintenance_window = "sun:07:00-sun:07:30"
  copy_tags_to_snapshot        = true

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = "${local.name}-final"
  # A new minor or major version waits for the maintenance window.
  apply_immediately           = false
  allow_major_version_upgrade = true

  enabled_cloudwatch_logs_exports = ["postgresql"]

  depends_on = [aws_cloudwatch_log_group.database]
}

resource "aws_rds_cluster_instance" "main" {
  #checkov:skip=CKV_AWS_118:Enhanced monitoring tells of processes on the machine; the alarms use the standard metrics.
  count = var.database_instances

  identifier         = "${local.name}-${count.index + 1}"
  cluster_identifier = aws_rds_cluster.main.id
  engine             = aws_rds_cluster.main.engine
  engine_version     = aws_rds_cluster.main.engine_version
  instance_class     = "db.serverless"

  publicly_accessible        = false
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true
  # 0 and 1 follow the writer's capacity and take over first.
  promotion_tier = min(count.index, 1)

  performance_insights_enabled          = true
  performance_insights_kms_key_id       = aws_kms_key.main.arn
  performance_insights_retention_period = 7
}
