# What holds data: images, database, secrets; and the roles that reach them.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

# Real, for `terraform test` cannot mock what is ephemeral; with given secrets it is asked nothing.
provider "aws" {
  alias                       = "passwords"
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  alert_email_primary   = "ops@example.org"
  alert_email_secondary = "library@example.org"
  generate_secrets      = false
  database_password     = "0123456789abcdefghijklmnopqrstuvwxyz"
  admin_key             = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
}

run "by_default" {
  command = plan

  # Images keep their tag and are scanned.
  assert {
    condition = (
      aws_ecr_repository.main.name == "api-livros" &&
      aws_ecr_repository.main.image_tag_mutability == "IMMUTABLE"
    )
    error_message = "api-livros with immutable tags."
  }

  assert {
    condition     = aws_ecr_repository.main.image_scanning_configuration[0].scan_on_push
    error_message = "Scanned on push."
  }

  assert {
    condition     = aws_ecr_repository.main.encryption_configuration[0].encryption_type == "KMS"
    error_message = "Encrypted."
  }

  assert {
    condition     = length(terraform_data.first_image) == 1
    error_message = "Terraform builds and pushes the first one."
  }

  # The first image is never expired.
  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.main.policy).rules[0].selection.tagPatternList == ["1.0"]
    error_message = "The first rule keeps 1.0 from the later ones."
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.main.policy).rules[1].selection.tagStatus == "untagged"
    error_message = "Untagged layers go."
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.main.policy).rules[2].selection.countNumber == 50
    error_message = "Fifty others stay."
  }

  # The database is aurora serverless in two instances.
  assert {
    condition = (
      aws_rds_cluster.main.engine == "aurora-postgresql" &&
      aws_rds_cluster.main.engine_mode == "provisioned"
    )
    error_message = "Aurora PostgreSQL, serverless v2."
  }

  assert {
    condition = (
      aws_rds_cluster.main.serverlessv2_scaling_configuration[0].min_capacity == 0.5 &&
      aws_rds_cluster.main.serverlessv2_scaling_configuration[0].max_capacity == 4
    )
    error_message = "0.5 to 4 units."
  }

  assert {
    condition = (
      length(aws_rds_cluster_instance.main) == 2 &&
      alltrue([for instance in aws_rds_cluster_instance.main : instance.instance_class == "db.serverless"])
    )
    error_message = "A writer and one that takes over."
  }

  assert {
    condition = (
      aws_rds_cluster.main.storage_encrypted &&
      aws_rds_cluster.main.kms_key_id == aws_kms_key.main.arn
    )
    error_message = "Encrypted."
  }

  assert {
    condition     = one([for parameter in aws_rds_cluster_parameter_group.main.parameter : parameter.value if parameter.name == "rds.force_ssl"]) == "1"
    error_message = "TLS only."
  }

  assert {
    condition     = aws_rds_cluster_parameter_group.main.family == "aurora-postgresql16"
    error_message = "Parameters of the engine's major version."
  }

  assert {
    condition     = aws_rds_cluster.main.backup_retention_period == 7
    error_message = "Restorable to any second of seven days."
  }

  # Data is protected by default.
  assert {
    condition     = aws_rds_cluster.main.deletion_protection && !aws_rds_cluster.main.skip_final_snapshot
    error_message = "The database refuses to go, and leaves a snapshot."
  }

  assert {
    condition     = aws_lb.main.enable_deletion_protection
    error_message = "So does the load balancer."
  }

  assert {
    condition     = !aws_ecr_repository.main.force_delete
    error_message = "So do images."
  }

  assert {
    condition     = aws_secretsmanager_secret.database.recovery_window_in_days == 7
    error_message = "Secrets can be brought back."
  }

  # Secrets are encrypted and written by version.
  assert {
    condition = (
      aws_secretsmanager_secret.database.kms_key_id == aws_kms_key.main.arn &&
      aws_secretsmanager_secret.admin_key.kms_key_id == aws_kms_key.main.arn
    )
    error_message = "With the stack's key."
  }

  assert {
    condition = (
      aws_secretsmanager_secret_version.database.secret_string == null &&
      aws_secretsmanager_secret_version.database.secret_string_wo_version == 1
    )
    error_message = "The password is write-only."
  }

  assert {
    condition = (
      aws_secretsmanager_secret_version.admin_key.secret_string == null &&
      aws_secretsmanager_secret_version.admin_key.secret_string_wo_version == 1
    )
    error_message = "So is the key."
  }

  assert {
    condition = (
      aws_rds_cluster.main.master_password == null &&
      aws_rds_cluster.main.master_password_wo_version == 1
    )
    error_message = "The cluster keeps none either."
  }

  # The execution role reaches this image these secrets this log.
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Effect == "Allow"])
    error_message = "It allows."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Sid if statement.Resource == "*"] == ["RegistryLogin"]
    error_message = "Everything but the login names its resource."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : !strcontains(jsonencode(statement.Action), "*")])
    error_message = "No action is a pattern."
  }

  # Tasks may do nothing in aws.
  assert {
    condition     = aws_ecs_task_definition.main.task_role_arn == aws_iam_role.task.arn
    error_message = "They have a role of their own."
  }

  assert {
    condition     = jsondecode(aws_iam_role.task.assume_role_policy).Statement[0].Principal == { Service = "ecs-tasks.amazonaws.com" }
    error_message = "Only ECS takes it."
  }

  assert {
    condition     = jsondecode(aws_iam_role.task.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "Only for this account."
  }

  # The key rotates.
  assert {
    condition     = aws_kms_key.main.enable_key_rotation
    error_message = "Each year."
  }
}
