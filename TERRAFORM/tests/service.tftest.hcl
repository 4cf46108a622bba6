# The load balancer, the service and its tasks.

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

  # The load balancer is alb-app, in both public subnets.
  assert {
    condition = (
      aws_lb.main.name == "alb-app" &&
      aws_lb.main.load_balancer_type == "application" &&
      !aws_lb.main.internal
    )
    error_message = "alb-app faces the internet."
  }

  assert {
    condition     = toset(aws_lb.main.subnets) == toset([for subnet in aws_subnet.public : subnet.id])
    error_message = "In both public subnets."
  }

  assert {
    condition     = aws_lb.main.drop_invalid_header_fields
    error_message = "Malformed headers stop there."
  }

  assert {
    condition     = aws_lb.main.idle_timeout == 60
    error_message = "It closes idle connections after 60 s."
  }

  assert {
    condition = (
      aws_lb_listener.http.port == 80 &&
      aws_lb_listener.http.default_action[0].type == "forward"
    )
    error_message = "Port 80 leads to the service."
  }

  assert {
    condition     = output.api_livros_url == "http://alb-app-1.us-east-1.elb.amazonaws.com/livros"
    error_message = "The output says where the books are."
  }

  # A target is healthy when it is ready.
  assert {
    condition = (
      aws_lb_target_group.service.health_check[0].path == "/readyz" &&
      aws_lb_target_group.service.health_check[0].matcher == "200"
    )
    error_message = "By /readyz."
  }

  # Three checks, as the original; together a minute, in which a failover of the database ends. A
  # task that drains is not ready for less than one of them.
  assert {
    condition = (
      aws_lb_target_group.service.health_check[0].unhealthy_threshold == 3 &&
      aws_lb_target_group.service.health_check[0].interval == 20 &&
      local.drain_delay_seconds < aws_lb_target_group.service.health_check[0].interval
    )
    error_message = "Unhealthy after three checks, a minute."
  }

  assert {
    condition     = local.environment.API_LIVROS_DEMO == "true"
    error_message = "The first answer shows sample books."
  }

  assert {
    condition = (
      aws_lb_target_group.service.port == 8080 &&
      aws_lb_target_group.service.target_type == "ip"
    )
    error_message = "On the task's own address and port."
  }

  # A task stops without losing requests.
  assert {
    condition     = tonumber(aws_lb_target_group.service.deregistration_delay) == 30
    error_message = "The load balancer lets go within 30 s."
  }

  assert {
    condition     = local.container.stopTimeout == 60
    error_message = "The task is killed after 60 s at the earliest."
  }

  assert {
    condition     = tonumber(aws_lb_target_group.service.deregistration_delay) < local.container.stopTimeout
    error_message = "Later than the load balancer lets go."
  }

  assert {
    condition     = tonumber(local.environment.API_LIVROS_DRAIN_DELAY) == 10
    error_message = "It accepts 10 s more."
  }

  assert {
    condition     = tonumber(local.environment.API_LIVROS_DRAIN_TIMEOUT) == 25
    error_message = "And is done within 25 s."
  }

  assert {
    condition     = tonumber(local.environment.API_LIVROS_IDLE_TIMEOUT) > aws_lb.main.idle_timeout
    error_message = "Idle connections are closed by the load balancer first."
  }

  # Cluster task and service have their names and size.
  assert {
    condition     = aws_ecs_cluster.main.name == "api-cluster"
    error_message = "api-cluster."
  }

  assert {
    condition     = one([for setting in aws_ecs_cluster.main.setting : setting.value if setting.name == "containerInsights"]) == "enabled"
    error_message = "With Container Insights."
  }

  assert {
    condition = (
      aws_ecs_task_definition.main.family == "api-task" &&
      aws_ecs_task_definition.main.cpu == "256" &&
      aws_ecs_task_definition.main.memory == "512"
    )
    error_message = "api-task of 256/512."
  }

  assert {
    condition = (
      toset(aws_ecs_task_definition.main.requires_compatibilities) == toset(["FARGATE"]) &&
      aws_ecs_task_definition.main.network_mode == "awsvpc"
    )
    error_message = "On Fargate."
  }

  assert {
    condition = (
      aws_ecs_service.main.name == "api-service" &&
      aws_ecs_service.main.desired_count == 2 &&
      aws_ecs_service.main.launch_type == "FARGATE"
    )
    error_message = "api-service wants 2."
  }

  # Tasks are spread over both private subnets.
  assert {
    condition     = toset(aws_ecs_service.main.network_configuration[0].subnets) == toset([for subnet in aws_subnet.private : subnet.id])
    error_message = "Both private subnets."
  }

  assert {
    condition     = !aws_ecs_service.main.network_configuration[0].assign_public_ip
    error_message = "Without a public address."
  }

  assert {
    condition     = toset(aws_ecs_service.main.network_configuration[0].security_groups) == toset([aws_security_group.tasks.id])
    error_message = "With the tasks' group alone."
  }

  assert {
    condition     = aws_ecs_service.main.availability_zone_rebalancing == "ENABLED"
    error_message = "Spread anew after a zone comes back."
  }

  # The task runs the first image, read-only and without privileges.
  assert {
    condition     = local.container.image == "${aws_ecr_repository.main.repository_url}:1.0"
    error_message = "The image of tag 1.0."
  }

  assert {
    condition = (
      local.container.name == "api-task" &&
      local.container.portMappings[0].containerPort == 8080
    )
    error_message = "Container api-task on 8080."
  }

  assert {
    condition     = local.container.readonlyRootFilesystem
    error_message = "Its root file system is read-only."
  }

  assert {
    condition     = local.container.linuxParameters.capabilities.drop == ["ALL"]
    error_message = "Without capabilities."
  }

  assert {
    condition     = local.container.healthCheck.command == ["CMD", "api-livros", "check", "--url", "http://127.0.0.1:8080/healthz"]
    error_message = "It checks itself for life."
  }

  # The task gets what the tests below read.
  assert {
    condition     = jsondecode(aws_ecs_task_definition.main.container_definitions) == jsondecode(jsonencode([local.container]))
    error_message = "One container."
  }

  assert {
    condition     = { for entry in local.container.environment : entry.name => entry.value } == local.environment
    error_message = "With this environment."
  }

  # What faces the internet lets nobody write without a key.
  assert {
    condition     = local.environment.API_LIVROS_AUTH == "keys"
    error_message = "Keys are demanded."
  }

  assert {
    condition     = local.environment.API_LIVROS_LISTEN == "0.0.0.0:8080"
    error_message = "On 8080."
  }

  assert {
    condition     = local.environment.API_LIVROS_TRUSTED_PROXIES == join(",", [for subnet in aws_subnet.public : subnet.cidr_block])
    error_message = "Only the load balancer may name a client."
  }

  # The database is the cluster over TLS.
  assert {
    condition     = local.environment.API_LIVROS_DATABASE == "postgresql://livros@api-livros.cluster-mock.us-east-1.rds.amazonaws.com:5432/livros?sslmode=require"
    error_message = "The writer, encrypted."
  }

  assert {
    condition     = local.environment.API_LIVROS_DATABASE_REPLICA == "postgresql://livros@api-livros.cluster-ro-mock.us-east-1.rds.amazonaws.com:5432/livros?sslmode=require"
    error_message = "The reader while the writer is away."
  }

  # Secrets are injected and nowhere else.
  assert {
    condition     = toset([for secret in local.container.secrets : secret.name]) == toset(["API_LIVROS_ADMIN_KEY", "PGPASSWORD"])
    error_message = "Both secrets."
  }

  assert {
    condition     = alltrue([for secret in local.container.secrets : startswith(secret.valueFrom, "arn:aws:secretsmanager:")])
    error_message = "From Secrets Manager."
  }

  assert {
    condition     = !strcontains(aws_ecs_task_definition.main.container_definitions, "0123456789abcdefghijklmnopqrstuvwxyz")
    error_message = "Neither value stands in the task definition."
  }

  # Deployments roll and roll back.
  assert {
    condition = (
      aws_ecs_service.main.deployment_minimum_healthy_percent == 100 &&
      aws_ecs_service.main.deployment_maximum_percent == 200
    )
    error_message = "100/200 %."
  }

  assert {
    condition = (
      aws_ecs_service.main.deployment_circuit_breaker[0].enable &&
      aws_ecs_service.main.deployment_circuit_breaker[0].rollback
    )
    error_message = "The circuit breaker rolls back."
  }

  assert {
    condition = (
      aws_ecs_service.main.alarms[0].enable &&
      aws_ecs_service.main.alarms[0].rollback &&
      toset(aws_ecs_service.main.alarms[0].alarm_names) == toset([aws_cloudwatch_metric_alarm.target_5xx.alarm_name])
    )
    error_message = "So does the alarm of 5xx answers."
  }

  assert {
    condition     = aws_ecs_service.main.health_check_grace_period_seconds == 300
    error_message = "A task has five minutes for its search index."
  }

  # Whoever deploys with an access key finds the user's policy printed.
  assert {
    condition = (
      toset(one([for statement in jsondecode(output.github_user_policy).Statement : statement if statement.Action == "iam:PassRole"]).Resource) ==
      toset([aws_iam_role.execution.arn, aws_iam_role.task.arn])
    )
    error_message = "It may give the tasks their roles."
  }

  # Two to four tasks by CPU and memory.
  assert {
    condition = (
      aws_appautoscaling_target.service.min_capacity == 2 &&
      aws_appautoscaling_target.service.max_capacity == 4
    )
    error_message = "2 to 4."
  }

  assert {
    condition     = aws_appautoscaling_target.service.resource_id == "service/api-cluster/api-service"
    error_message = "Of this service."
  }

  assert {
    condition     = alltrue([for policy in aws_appautoscaling_policy.service : policy.target_tracking_scaling_policy_configuration[0].target_value == 80])
    error_message = "At 80 %."
  }

  assert {
    condition     = toset([for policy in aws_appautoscaling_policy.service : policy.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type]) == toset(["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"])
    error_message = "Of CPU and of memory."
  }

  # Logs end.
  assert {
    condition = (
      aws_cloudwatch_log_group.service.retention_in_days == 30 &&
      aws_cloudwatch_log_group.database.retention_in_days == 30 &&
      aws_cloudwatch_log_group.insights[0].retention_in_days == 7
    )
    error_message = "Every log group has a retention."
  }

  assert {
    condition     = local.container.logConfiguration.options["awslogs-group"] == aws_cloudwatch_log_group.service.name
    error_message = "The task writes to its own."
  }

  assert {
    condition     = local.container.logConfiguration.options["mode"] == "non-blocking"
    error_message = "And does not wait for it."
  }
}
