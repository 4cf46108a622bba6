# What each choice changes; choices that do not touch each other share a plan.

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

run "each_choice_does_what_it_says" {
  command = plan

  variables {
    container_insights_enabled = false
    egress_zones               = 1
    database_ca_file           = "/etc/ssl/certs/rds.pem"
    database_instances         = 1
    cpu_architecture           = "ARM64"
    build_first_image          = false
    deletion_protection        = false
    database_capacity_min      = 2
    database_capacity_max      = 8
    database_password_version  = 2
    health_check_grace_seconds = 600
    app_count                  = 3
    company                    = "biblioteca"
    project                    = "acervo"
    demo_books                 = false
    alarm_p99_seconds          = 0.25
    alarm_database_connections = 200
    alarm_database_storage_gib = 1
    github_repository          = "owner/api-livros"
    github_oidc_provider_arn   = "arn:aws:iam::123456789012:oidc-provider/existing"
  }

  # One NAT gateway can serve both zones.
  assert {
    condition     = length(aws_nat_gateway.main) == 1 && length(aws_route.nat) == 2
    error_message = "One NAT gateway, a route from both zones."
  }

  # With a bundle the database's name is verified.
  assert {
    condition     = endswith(local.environment.API_LIVROS_DATABASE, "?sslmode=verify-full&sslrootcert=/etc/ssl/certs/rds.pem")
    error_message = "verify-full against the bundle."
  }

  # A single database instance is its own reader.
  assert {
    condition     = !contains(keys(local.environment), "API_LIVROS_DATABASE_REPLICA")
    error_message = "Nothing to fall back to."
  }

  # The original's variables: tasks, and the two parts of the alarms' names.
  assert {
    condition = (
      aws_ecs_service.main.desired_count == 3 &&
      aws_appautoscaling_target.service.min_capacity == 3 &&
      aws_cloudwatch_metric_alarm.main["ECS-Too-Few-Tasks"].threshold == 3
    )
    error_message = "Three tasks."
  }

  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.main), [aws_cloudwatch_metric_alarm.target_5xx, aws_cloudwatch_metric_alarm.database_storage]) :
      startswith(alarm.alarm_name, "biblioteca/acervo-")
    ])
    error_message = "Every alarm's name begins with them."
  }

  # The catalogue begins empty when it shall.
  assert {
    condition     = !contains(keys(local.environment), "API_LIVROS_DEMO")
    error_message = "No sample books."
  }

  # ARM tasks get an ARM image.
  assert {
    condition     = output.github_variables.IMAGE_PLATFORM == "linux/arm64"
    error_message = "The workflow builds for it too."
  }

  assert {
    condition     = aws_ecs_task_definition.main.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "The task is ARM64."
  }

  # The pipeline can push the first image instead.
  assert {
    condition     = length(terraform_data.first_image) == 0
    error_message = "Terraform then builds nothing."
  }

  # Protection is one variable.
  assert {
    condition = (
      !aws_rds_cluster.main.deletion_protection &&
      aws_rds_cluster.main.skip_final_snapshot &&
      !aws_lb.main.enable_deletion_protection &&
      aws_ecr_repository.main.force_delete
    )
    error_message = "All of it can go."
  }

  # Capacity is a variable.
  assert {
    condition = (
      aws_rds_cluster.main.serverlessv2_scaling_configuration[0].min_capacity == 2 &&
      aws_rds_cluster.main.serverlessv2_scaling_configuration[0].max_capacity == 8
    )
    error_message = "As told."
  }

  # A new password reaches secret and database together.
  assert {
    condition = (
      aws_secretsmanager_secret_version.database.secret_string_wo_version == 2 &&
      aws_rds_cluster.main.master_password_wo_version == 2
    )
    error_message = "Both."
  }

  # Without Container Insights the tasks are counted by their reports.
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].metric_name == "CPUUtilization" &&
      aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].statistic == "SampleCount" &&
      length(aws_cloudwatch_log_group.insights) == 0
    )
    error_message = "Each task reports once a minute."
  }

  # So is the time to become ready.
  assert {
    condition     = aws_ecs_service.main.health_check_grace_period_seconds == 600
    error_message = "Ten minutes."
  }

  # Thresholds are variables.
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-High-Latency"].threshold == 0.25 &&
      aws_cloudwatch_metric_alarm.main["RDS-Many-Connections"].threshold == 200 &&
      aws_cloudwatch_metric_alarm.database_storage.threshold == pow(1024, 3)
    )
    error_message = "As told."
  }

  # An identity provider that exists is used.
  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "None is made."
  }

  assert {
    condition     = jsondecode(aws_iam_role.deploy[0].assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/existing"
    error_message = "It is trusted."
  }
}
