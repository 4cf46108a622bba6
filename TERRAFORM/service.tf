locals {
  task_stop_timeout_seconds = 60
  drain_delay_seconds       = 10
  drain_timeout_seconds     = 25

  database_tls = (
    var.database_ca_file == "" ? "sslmode=require" : "sslmode=verify-full&sslrootcert=${var.database_ca_file}"
  )
  database_path = "${local.database_port}/${local.database_name}?${local.database_tls}"
  database_url  = "postgresql://${local.database_user}@${aws_rds_cluster.main.endpoint}:${local.database_path}"
  replica_url   = "postgresql://${local.database_user}@${aws_rds_cluster.main.reader_endpoint}:${local.database_path}"

  # The service's options; each is its long option in capitals.
  environment = merge(
    {
      API_LIVROS_AUTH          = "keys"
      API_LIVROS_DATABASE      = local.database_url
      API_LIVROS_DRAIN_DELAY   = tostring(local.drain_delay_seconds)
      API_LIVROS_DRAIN_TIMEOUT = tostring(local.drain_timeout_seconds)
      API_LIVROS_IDLE_TIMEOUT  = tostring(local.task_idle_timeout_seconds)
      API_LIVROS_LISTEN        = "0.0.0.0:${local.container_port}"
      # Rate limits count clients, not load balancers: only these may say whom they speak for.
      API_LIVROS_TRUSTED_PROXIES = join(",", local.public_cidrs)
    },
    # Thirty books for an empty catalogue, so that the first answer shows something.
    var.demo_books ? { API_LIVROS_DEMO = "true" } : {},
    # With one instance the reader's name leads to the writer: nothing to fall back to.
    var.database_instances > 1 ? { API_LIVROS_DATABASE_REPLICA = local.replica_url } : {},
  )

  # PGPASSWORD is libpq's own variable: the password stays out of the URL, hence out of logs.
  secrets = {
    API_LIVROS_ADMIN_KEY = aws_secretsmanager_secret.admin_key.arn
    PGPASSWORD           = aws_secretsmanager_secret.database.arn
  }

  container = {
    name      = local.container_name
    image     = "${aws_ecr_repository.main.repository_url}:${local.first_image_tag}"
    essential = true

    portMappings = [{ containerPort = local.container_port, hostPort = local.container_port, protocol = "tcp" }]
    environment  = [for name in sort(keys(local.environment)) : { name = name, value = local.environment[name] }]
    secrets      = [for name in sort(keys(local.secrets)) : { name = name, valueFrom = local.secrets[name] }]
    mountPoints  = [{ sourceVolume = "data", containerPath = "/data", readOnly = false }]

    readonlyRootFilesystem = true
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    stopTimeout            = local.task_stop_timeout_seconds

    # Whether the process lives, not whether the database does: restarting tasks mends no database.
    healthCheck = {
      command     = ["CMD", "api-livros", "check", "--url", "http://127.0.0.1:${local.container_port}/healthz"]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 60
    }

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.service.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "task"
        # A log that cannot be delivered must not hold up requests.
        mode            = "non-blocking"
        max-buffer-size = "4m"
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "service" {
  #checkov:skip=CKV_AWS_338:Thirty days tell what happened; longer is log_retention_days, and more to pay and to protect.
  name              = "/ecs/${local.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# Container Insights would make it without retention.
resource "aws_cloudwatch_log_group" "insights" {
  #checkov:skip=CKV_AWS_338:Measurements, already drawn as metrics; a week is for questions about yesterday.
  count = var.container_insights_enabled ? 1 : 0

  name              = "/aws/ecs/containerinsights/api-cluster/performance"
  retention_in_days = 7
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_ecs_cluster" "main" {
  name = "api-cluster"

  setting {
    name  = "containerInsights"
    value = var.container_insights_enabled ? "enabled" : "disabled"
  }

  depends_on = [aws_cloudwatch_log_group.insights]
}

resource "aws_ecs_task_definition" "main" {
  family                   = "api-task"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.task_cpu
  memory                   = var.task_memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  # The one place that can be written, for uploads on their way; its owner comes from the image.
  volume {
    name = "data"
  }

  container_definitions = jsonencode([local.container])
}

resource "aws_ecs_service" "main" {
  name            = "api-service"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.main.arn
  desired_count   = var.app_count
  launch_type     = "FARGATE"

  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.health_check_grace_seconds
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  # An apply ends when the tasks answer, not when they were asked for. The circuit breaker gives up
  # after three tasks: with two at a time, two rounds of the grace period and of what surrounds it.
  wait_for_steady_state = true

  timeouts {
    create = "45m"
    update = "45m"
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # The breaker sees tasks that do not start; this sees tasks that start and answer nonsense.
  alarms {
    enable      = true
    rollback    = true
    alarm_names = [aws_cloudwatch_metric_alarm.target_5xx.alarm_name]
  }

  network_configuration {
    subnets          = [for zone in var.availability_zones : aws_subnet.private[zone].id]
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service.arn
    container_name   = local.container_name
    container_port   = local.container_port
  }

  lifecycle {
    # The pipeline deploys and autoscaling counts; a plan must not undo either.
    ignore_changes = [task_definition, desired_count]
  }

  # A task needs all of these at its start, and none of them is named above.
  depends_on = [
    aws_iam_role_policy.execution,
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_rds_cluster_instance.main,
    aws_route.nat,
    aws_route_table_association.private,
    aws_secretsmanager_secret_version.admin_key,
    aws_secretsmanager_secret_version.database,
    aws_vpc_endpoint.s3,
    aws_vpc_endpoint.services,
    aws_vpc_security_group_egress_rule.alb_to_tasks,
    aws_vpc_security_group_egress_rule.tasks_to_aws,
    aws_vpc_security_group_egress_rule.tasks_to_database,
    aws_vpc_security_group_ingress_rule.database_from_tasks,
    aws_vpc_security_group_ingress_rule.endpoints_from_tasks,
    aws_vpc_security_group_ingress_rule.tasks_from_alb,
    terraform_data.first_image,
  ]
}

# ---- between two and four tasks ------------------------------------------------------------------

resource "aws_appautoscaling_target" "service" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.main.name}"
  min_capacity       = var.app_count
  max_capacity       = var.service_tasks_max
}

resource "aws_appautoscaling_policy" "service" {
  for_each = {
    cpu    = "ECSServiceAverageCPUUtilization"
    memory = "ECSServiceAverageMemoryUtilization"
  }

  name               = "${local.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.service.service_namespace
  scalable_dimension = aws_appautoscaling_target.service.scalable_dimension
  resource_id        = aws_appautoscaling_target.service.resource_id

  target_tracking_scaling_policy_configuration {
    target_value = 80
    # Up fast, down slowly: a task too many for five minutes costs a tenth of a cent.
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = each.value
    }
  }
}
