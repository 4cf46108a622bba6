# What each alarm means and what to do: docs/operations.md.

resource "aws_sns_topic" "alarms" {
  name              = "alerta_ecs_infraestrutura-terraform"
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsPublish"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alarms.arn
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each = {
    primary   = var.alert_email_primary
    secondary = var.alert_email_secondary
  }

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  of_service  = { ClusterName = aws_ecs_cluster.main.name, ServiceName = aws_ecs_service.main.name }
  of_alb      = { LoadBalancer = aws_lb.main.arn_suffix }
  of_targets  = { LoadBalancer = aws_lb.main.arn_suffix, TargetGroup = aws_lb_target_group.service.arn_suffix }
  of_database = { DBClusterIdentifier = aws_rds_cluster.main.cluster_identifier }

  alarm_prefix = "${var.company}/${var.project}"

  # Each over minutes of one minute: `of` of the last `minutes` must be beyond the threshold.
  alarms = {
    ECS-High-CPUUtilization = {
      means      = "The tasks' processors are busy: 80 % or more for five minutes"
      namespace  = "AWS/ECS", metric = "CPUUtilization", dimensions = local.of_service
      statistic  = "Average", comparison = "GreaterThanOrEqualToThreshold", threshold = 80
      of         = 5, minutes = 5
      on_silence = "missing"
    }
    ECS-High-MemoryUtilization = {
      means      = "The tasks' memory is nearly full: 80 % or more for five minutes"
      namespace  = "AWS/ECS", metric = "MemoryUtilization", dimensions = local.of_service
      statistic  = "Average", comparison = "GreaterThanOrEqualToThreshold", threshold = 80
      of         = 5, minutes = 5
      on_silence = "missing"
    }
    ECS-Task-Execution-Stopped = {
      means      = "No task runs: nobody is served"
      namespace  = var.container_insights_enabled ? "ECS/ContainerInsights" : "AWS/ECS"
      metric     = var.container_insights_enabled ? "RunningTaskCount" : "CPUUtilization"
      dimensions = local.of_service
      # Each running task reports its CPU once a minute.
      statistic  = var.container_insights_enabled ? "Minimum" : "SampleCount", comparison = "LessThanThreshold", threshold = 1
      of         = 2, minutes = 2
      on_silence = "breaching"
    }
    ALB-5xx = {
      means      = "The load balancer itself answered 5xx: it found no task that answers"
      namespace  = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.of_alb
      statistic  = "Sum", comparison = "GreaterThanOrEqualToThreshold", threshold = 5
      of         = 2, minutes = 3
      on_silence = "notBreaching"
    }
    # ECS replaces an unhealthy task within a minute, so one that fails again and again is unhealthy
    # for a minute here and there; the next alarm is for those that never get as far.
    ECS-Unhealthy-Tasks = {
      means      = "A task fails its readiness check, or one after the other does"
      namespace  = "AWS/ApplicationELB", metric = "UnHealthyHostCount", dimensions = local.of_targets
      statistic  = "Maximum", comparison = "GreaterThanOrEqualToThreshold", threshold = 1
      of         = 2, minutes = 10
      on_silence = "notBreaching"
    }
    ECS-Too-Few-Tasks = {
      means      = "Fewer tasks than app_count are ready"
      namespace  = "AWS/ApplicationELB", metric = "HealthyHostCount", dimensions = local.of_targets
      statistic  = "Minimum", comparison = "LessThanThreshold", threshold = var.app_count
      of         = 5, minutes = 10
      on_silence = "breaching"
    }
    ECS-High-Latency = {
      means      = "The slowest hundredth of answers takes too long"
      namespace  = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.of_alb
      statistic  = "p99", comparison = "GreaterThanThreshold", threshold = var.alarm_p99_seconds
      of         = 5, minutes = 10
      on_silence = "notBreaching"
    }
    RDS-High-CPUUtilization = {
      means      = "The database's processor is busy: 80 % or more for ten minutes"
      namespace  = "AWS/RDS", metric = "CPUUtilization", dimensions = local.of_database
      statistic  = "Average", comparison = "GreaterThanOrEqualToThreshold", threshold = 80
      of         = 10, minutes = 10
      on_silence = "missing"
    }
    RDS-High-Capacity = {
      means      = "The database runs at its maximum capacity (database_capacity_max)"
      namespace  = "AWS/RDS", metric = "ACUUtilization", dimensions = local.of_database
      statistic  = "Average", comparison = "GreaterThanOrEqualToThreshold", threshold = 95
      of         = 10, minutes = 10
      on_silence = "missing"
    }
    RDS-Many-Connections = {
      means      = "More connections to the database than the tasks should hold"
      namespace  = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.of_database
      statistic  = "Maximum", comparison = "GreaterThanOrEqualToThreshold", threshold = var.alarm_database_connections
      of         = 5, minutes = 5
      on_silence = "missing"
    }
    RDS-Low-Scratch-Space = {
      means      = "The database's scratch space is nearly used up: sorts and index builds will fail"
      namespace  = "AWS/RDS", metric = "FreeLocalStorage", dimensions = local.of_database
      statistic  = "Minimum", comparison = "LessThanThreshold", threshold = pow(1024, 3)
      of         = 5, minutes = 5
      on_silence = "missing"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = local.alarms

  alarm_name        = "${local.alarm_prefix}-${each.key}"
  alarm_description = each.value.means
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]

  namespace   = each.value.namespace
  metric_name = each.value.metric
  dimensions  = each.value.dimensions
  period      = 60

  statistic          = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic = startswith(each.value.statistic, "p") ? each.value.statistic : null
  # The p99 of ten requests is their slowest one.
  evaluate_low_sample_count_percentiles = startswith(each.value.statistic, "p") ? "ignore" : null

  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  datapoints_to_alarm = each.value.of
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.on_silence
}

# Apart from the others because the service's deployments watch it: it must exist before the service.
# A share, and of a minimum of requests: a handful of 503 is easily provoked and must not take a good
# deployment back.
resource "aws_cloudwatch_metric_alarm" "target_5xx" {
  alarm_name        = "${local.alarm_prefix}-ECS-5xx"
  alarm_description = "The service answers 5xx to 5 % of its requests or more; during a deployment this rolls it back"
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "share"
    label       = "% of the answers"
    expression  = "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        dimensions  = local.of_targets
        period      = 60
        stat        = "Sum"
      }
    }
  }

  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  datapoints_to_alarm = 2
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
}

# Apart because Aurora reports it every few minutes: most periods of one minute would be empty.
resource "aws_cloudwatch_metric_alarm" "database_storage" {
  alarm_name        = "${local.alarm_prefix}-RDS-Storage"
  alarm_description = "The catalogue takes more storage than alarm_database_storage_gib"
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]

  namespace   = "AWS/RDS"
  metric_name = "VolumeBytesUsed"
  dimensions  = local.of_database
  period      = 3600
  statistic   = "Maximum"

  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_database_storage_gib * pow(1024, 3)
  evaluation_periods  = 1
  treat_missing_data  = "missing"
}
