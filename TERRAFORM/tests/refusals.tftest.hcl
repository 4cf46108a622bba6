# Every variable refuses what cannot work, by its own words.

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

run "each_variable_refuses_what_cannot_work" {
  command = plan

  variables {
    region                     = "virginia"
    vpc_cidr                   = "10.0.0.0/24"
    alert_email_primary        = "nobody"
    tags                       = { "aws:owner" = "library" }
    egress_zones               = 3
    cpu_architecture           = "RISCV"
    task_cpu                   = 300
    app_count                  = 0
    company                    = ""
    project                    = "a/b"
    health_check_grace_seconds = 59
    log_retention_days         = 31
    database_engine_version    = "12.1"
    database_instances         = 0
    database_capacity_min      = 0
    database_backup_days       = 36
    database_ca_file           = "rds.pem"
    database_password          = "short"
    admin_key                  = "lv_short"
    database_password_version  = 0
    admin_key_version          = 1.5
    alarm_p99_seconds          = 0
    alarm_database_connections = 0
    alarm_database_storage_gib = 0
    waf_rate_limit             = 5
    github_repository          = "https://github.com/owner/name"
    github_branches            = ["release/*"]
    github_oidc_provider_arn   = "github"
    access_log_retention_days  = 0
    monthly_budget_usd         = -1
  }

  expect_failures = [
    var.region,
    var.vpc_cidr,
    var.alert_email_primary,
    var.tags,
    var.egress_zones,
    var.cpu_architecture,
    var.task_cpu,
    var.app_count,
    var.company,
    var.project,
    var.health_check_grace_seconds,
    var.log_retention_days,
    var.database_engine_version,
    var.database_instances,
    var.database_capacity_min,
    var.database_backup_days,
    var.database_ca_file,
    var.database_password,
    var.admin_key,
    var.database_password_version,
    var.admin_key_version,
    var.alarm_p99_seconds,
    var.alarm_database_connections,
    var.alarm_database_storage_gib,
    var.waf_rate_limit,
    var.github_repository,
    var.github_branches,
    var.github_oidc_provider_arn,
    var.access_log_retention_days,
    var.monthly_budget_usd,
  ]
}

run "and_what_does_not_fit_the_others" {
  command = plan

  variables {
    availability_zones    = ["us-west-2a", "us-west-2a"]
    alert_email_secondary = "OPS@example.org"
    task_memory           = 4096
    service_tasks_max     = 1
    database_capacity_max = 0.5
    certificate_arn       = "arn:aws:acm:eu-west-1:123456789012:certificate/other-region"
  }

  expect_failures = [
    var.availability_zones,
    var.alert_email_secondary,
    var.task_memory,
    var.service_tasks_max,
    var.database_capacity_max,
    var.certificate_arn,
  ]
}
