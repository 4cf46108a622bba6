# Parts that are off until their one variable is set.

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

run "everything_optional_is_off" {
  command = plan

  assert {
    condition     = length(aws_lb_listener.https) + length(aws_wafv2_web_acl.main) + length(aws_iam_role.deploy) + length(aws_vpc_endpoint.services) + length(aws_s3_bucket.access_logs) + length(aws_budgets_budget.monthly) == 0
    error_message = "Nothing of it is made."
  }

  assert {
    condition     = length(aws_lb.main.access_logs) == 0
    error_message = "No access log."
  }

  assert {
    condition     = output.github_deploy_role_arn == null && output.access_log_bucket == null
    error_message = "The outputs say so."
  }
}

run "everything_optional_is_on" {
  command = plan

  variables {
    certificate_arn       = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
    waf_enabled           = true
    waf_rate_limit        = 500
    github_repository     = "owner/api-livros"
    access_logs_enabled   = true
    monthly_budget_usd    = 250
    vpc_endpoints_enabled = true
  }

  # A certificate turns HTTPS on and redirects.
  assert {
    condition = (
      aws_lb_listener.https[0].port == 443 &&
      aws_lb_listener.https[0].protocol == "HTTPS" &&
      aws_lb_listener.https[0].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    )
    error_message = "TLS 1.2 and 1.3 on 443."
  }

  assert {
    condition = (
      aws_lb_listener.http.default_action[0].type == "redirect" &&
      aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    )
    error_message = "Port 80 redirects."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.alb_https[0].from_port == 443
    error_message = "443 is open."
  }

  assert {
    condition     = startswith(output.api_livros_url, "https://")
    error_message = "The output says so."
  }

  # The firewall limits rates.
  assert {
    condition     = one([for rule in aws_wafv2_web_acl.main[0].rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "rate-per-address"]) == 500
    error_message = "By address."
  }

  assert {
    condition     = aws_wafv2_web_acl_association.alb[0].resource_arn == aws_lb.main.arn
    error_message = "In front of the load balancer."
  }

  assert {
    condition     = one(aws_wafv2_web_acl_logging_configuration.main[0].redacted_fields).single_header[0].name == "authorization"
    error_message = "Keys stay out of its log."
  }

  # GitHub deploys without long-lived keys.
  assert {
    condition     = jsondecode(aws_iam_role.deploy[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:owner/api-livros:ref:refs/heads/main", "repo:owner/api-livros:ref:refs/heads/develop"]
    error_message = "From these branches of this repository."
  }

  assert {
    condition     = jsondecode(aws_iam_role.deploy[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    error_message = "For AWS."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.deploy[0].policy) == jsondecode(output.github_user_policy)
    error_message = "The role may what the user may."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.deploy[0].policy).Statement : statement if statement.Sid == "GiveTasksTheirRoles"]).Condition.StringEquals["iam:PassedToService"] == "ecs-tasks.amazonaws.com"
    error_message = "It passes roles to tasks only."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.deploy[0].policy).Statement : statement.Sid if statement.Resource == "*"] == ["RegistryLoginAndTaskDefinitions"]
    error_message = "All else names its resource."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 1
    error_message = "With the identity provider."
  }

  # Access logs are kept private and expire.
  assert {
    condition = (
      aws_lb.main.access_logs[0].enabled &&
      aws_lb.main.access_logs[0].bucket == aws_s3_bucket.access_logs[0].bucket
    )
    error_message = "The load balancer writes them."
  }

  assert {
    condition = (
      aws_s3_bucket_public_access_block.access_logs[0].block_public_policy &&
      aws_s3_bucket_public_access_block.access_logs[0].restrict_public_buckets
    )
    error_message = "Privately."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.access_logs[0].rule[0].expiration[0].days == 90
    error_message = "For 90 days."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.access_logs[0].policy).Statement[1].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "Over TLS only."
  }

  # A budget warns before and when it is passed.
  assert {
    condition = (
      aws_budgets_budget.monthly[0].limit_amount == "250" &&
      aws_budgets_budget.monthly[0].time_unit == "MONTHLY"
    )
    error_message = "250 dollars a month."
  }

  assert {
    condition     = toset([for notification in aws_budgets_budget.monthly[0].notification : notification.threshold]) == toset([80, 100])
    error_message = "At 80 % and in the forecast."
  }

  assert {
    condition     = alltrue([for notification in aws_budgets_budget.monthly[0].notification : length(notification.subscriber_email_addresses) == 2])
    error_message = "To both addresses."
  }

  # Endpoints take the place of NAT.
  assert {
    condition     = length(aws_nat_gateway.main) + length(aws_eip.nat) + length(aws_route.nat) == 0
    error_message = "No NAT gateway, no way to the internet."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.services)) == toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
    error_message = "What a task needs at its start is reached inside."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.services : endpoint.private_dns_enabled])
    error_message = "Under the services' usual names."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints_from_tasks[0].referenced_security_group_id == aws_security_group.tasks.id
    error_message = "By the tasks only."
  }
}
