# Who is told of what.

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

  # Two addresses are told.
  assert {
    condition     = toset([for subscription in aws_sns_topic_subscription.email : subscription.endpoint]) == toset(["ops@example.org", "library@example.org"])
    error_message = "Both addresses."
  }

  assert {
    condition     = alltrue([for subscription in aws_sns_topic_subscription.email : subscription.protocol == "email" && subscription.topic_arn == aws_sns_topic.alarms.arn])
    error_message = "By e-mail, of the alarms."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == aws_kms_key.main.arn
    error_message = "The topic is encrypted with a key that alarms may use."
  }

  # By the names that the original gave them.
  assert {
    condition     = aws_sns_topic.alarms.name == "alerta_ecs_infraestrutura-terraform"
    error_message = "The topic."
  }

  assert {
    condition = { for name in ["ECS-High-CPUUtilization", "ECS-High-MemoryUtilization", "ECS-Task-Execution-Stopped"] : name => aws_cloudwatch_metric_alarm.main[name].alarm_name } == {
      ECS-High-CPUUtilization    = "livros/api-livros-ECS-High-CPUUtilization"
      ECS-High-MemoryUtilization = "livros/api-livros-ECS-High-MemoryUtilization"
      ECS-Task-Execution-Stopped = "livros/api-livros-ECS-Task-Execution-Stopped"
    }
    error_message = "The three alarms."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.main), [aws_cloudwatch_metric_alarm.target_5xx, aws_cloudwatch_metric_alarm.database_storage]) : startswith(alarm.alarm_name, "livros/api-livros-")])
    error_message = "The others with the same prefix."
  }

  # Every alarm tells the topic and says what it means.
  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.main), [aws_cloudwatch_metric_alarm.target_5xx, aws_cloudwatch_metric_alarm.database_storage]) : toset(alarm.alarm_actions) == toset([aws_sns_topic.alarms.arn]) && toset(alarm.ok_actions) == toset([aws_sns_topic.alarms.arn])])
    error_message = "When it goes off and when it is over."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.main), [aws_cloudwatch_metric_alarm.target_5xx, aws_cloudwatch_metric_alarm.database_storage]) : length(alarm.alarm_description) > 20])
    error_message = "In words."
  }

  # The service's CPU, memory and tasks.
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-High-CPUUtilization"].metric_name == "CPUUtilization" &&
      aws_cloudwatch_metric_alarm.main["ECS-High-CPUUtilization"].threshold == 80 &&
      aws_cloudwatch_metric_alarm.main["ECS-High-CPUUtilization"].comparison_operator == "GreaterThanOrEqualToThreshold"
    )
    error_message = "CPU from 80 %."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-High-MemoryUtilization"].metric_name == "MemoryUtilization" &&
      aws_cloudwatch_metric_alarm.main["ECS-High-MemoryUtilization"].threshold == 80
    )
    error_message = "Memory from 80 %."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.main["ECS-High-CPUUtilization"].dimensions == tomap({ ClusterName = "api-cluster", ServiceName = "api-service" })
    error_message = "Of this service."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].metric_name == "RunningTaskCount" &&
      aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].threshold == 1 &&
      aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].comparison_operator == "LessThanThreshold"
    )
    error_message = "No running task."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.main["ECS-Task-Execution-Stopped"].treat_missing_data == "breaching"
    error_message = "Silence means none."
  }

  # What clients see.
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ALB-5xx"].metric_name == "HTTPCode_ELB_5XX_Count" &&
      aws_cloudwatch_metric_alarm.main["ALB-5xx"].statistic == "Sum"
    )
    error_message = "5xx of the load balancer."
  }

  assert {
    condition = (
      { for query in aws_cloudwatch_metric_alarm.target_5xx.metric_query : query.id => query.metric[0].metric_name if length(query.metric) > 0 } ==
      { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" } &&
      alltrue([for query in aws_cloudwatch_metric_alarm.target_5xx.metric_query : query.metric[0].dimensions == tomap(local.of_targets) if length(query.metric) > 0])
    )
    error_message = "5xx of the service, beside all its answers."
  }

  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.target_5xx.metric_query : query.expression if query.return_data == true]) ==
      "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)" &&
      aws_cloudwatch_metric_alarm.target_5xx.threshold == 5
    )
    error_message = "From 5 % of 20 requests a minute: a few 503 roll no deployment back."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-Unhealthy-Tasks"].metric_name == "UnHealthyHostCount" &&
      aws_cloudwatch_metric_alarm.main["ECS-Unhealthy-Tasks"].datapoints_to_alarm == 2 &&
      aws_cloudwatch_metric_alarm.main["ECS-Unhealthy-Tasks"].evaluation_periods == 10
    )
    error_message = "Unhealthy hosts, though each is replaced within a minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-Too-Few-Tasks"].metric_name == "HealthyHostCount" &&
      aws_cloudwatch_metric_alarm.main["ECS-Too-Few-Tasks"].comparison_operator == "LessThanThreshold" &&
      aws_cloudwatch_metric_alarm.main["ECS-Too-Few-Tasks"].threshold == aws_appautoscaling_target.service.min_capacity &&
      aws_cloudwatch_metric_alarm.main["ECS-Too-Few-Tasks"].treat_missing_data == "breaching"
    )
    error_message = "Fewer healthy ones than there must be."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["ECS-High-Latency"].metric_name == "TargetResponseTime" &&
      aws_cloudwatch_metric_alarm.main["ECS-High-Latency"].extended_statistic == "p99" &&
      aws_cloudwatch_metric_alarm.main["ECS-High-Latency"].threshold == 1
    )
    error_message = "The p99 above a second."
  }

  # The database.
  assert {
    condition     = alltrue([for name, metric in { RDS-High-CPUUtilization = "CPUUtilization", RDS-Many-Connections = "DatabaseConnections", RDS-Low-Scratch-Space = "FreeLocalStorage", RDS-High-Capacity = "ACUUtilization" } : aws_cloudwatch_metric_alarm.main[name].metric_name == metric])
    error_message = "CPU, connections, scratch space, capacity."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.database_storage.metric_name == "VolumeBytesUsed" &&
      aws_cloudwatch_metric_alarm.database_storage.threshold == 100 * pow(1024, 3)
    )
    error_message = "Storage from 100 GiB."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.main["RDS-Many-Connections"].threshold >= 2 * 8 * aws_appautoscaling_target.service.max_capacity
    error_message = "A deployment at full size sets no alarm off."
  }

  # The dashboard shows every alarm and draws what they measure.
  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[0].properties.alarms) == length(aws_cloudwatch_metric_alarm.main) + 2
    error_message = "Every alarm."
  }

  assert {
    condition     = alltrue([for metric in ["RequestCount", "TargetResponseTime", "HealthyHostCount", "CPUUtilization", "MemoryUtilization", "DatabaseConnections", "VolumeBytesUsed"] : strcontains(aws_cloudwatch_dashboard.main.dashboard_body, metric)])
    error_message = "Every measure."
  }

  assert {
    condition     = strcontains(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[9].properties.query, "filter nivel = 'error' or status >= 500")
    error_message = "And the last errors, by the log's own names."
  }
}
