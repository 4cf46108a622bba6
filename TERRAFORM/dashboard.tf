locals {
  dashboard_service  = [for name, value in local.of_service : [name, value]]
  dashboard_targets  = [for name, value in local.of_targets : [name, value]]
  dashboard_database = [for name, value in local.of_database : [name, value]]

  # Title -> [namespace, metric, statistic, label] of each line, and whose dimensions they have.
  dashboard = [
    {
      title = "Requests per minute", of = local.dashboard_targets
      lines = [
        ["AWS/ApplicationELB", "RequestCount", "Sum", "all"],
        ["AWS/ApplicationELB", "HTTPCode_Target_4XX_Count", "Sum", "4xx"],
        ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", "5xx"],
      ]
    },
    {
      title = "Seconds to the answer", of = local.dashboard_targets
      lines = [
        ["AWS/ApplicationELB", "TargetResponseTime", "p50", "p50"],
        ["AWS/ApplicationELB", "TargetResponseTime", "p95", "p95"],
        ["AWS/ApplicationELB", "TargetResponseTime", "p99", "p99"],
      ]
    },
    {
      title = "Tasks behind the load balancer", of = local.dashboard_targets
      lines = [
        ["AWS/ApplicationELB", "HealthyHostCount", "Minimum", "healthy"],
        ["AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", "unhealthy"],
      ]
    },
    {
      title = "Tasks: CPU and memory, %", of = local.dashboard_service
      lines = [
        ["AWS/ECS", "CPUUtilization", "Average", "CPU"],
        ["AWS/ECS", "MemoryUtilization", "Average", "memory"],
      ]
    },
    {
      title = "Database: CPU and capacity, %", of = local.dashboard_database
      lines = [
        ["AWS/RDS", "CPUUtilization", "Average", "CPU"],
        ["AWS/RDS", "ACUUtilization", "Average", "capacity"],
      ]
    },
    {
      title = "Database: connections", of = local.dashboard_database
      lines = [["AWS/RDS", "DatabaseConnections", "Maximum", "connections"]]
    },
    {
      title = "Database: milliseconds to commit", of = local.dashboard_database
      lines = [["AWS/RDS", "CommitLatency", "Average", "commit"]]
    },
    {
      title = "Database: bytes stored", of = local.dashboard_database
      lines = [["AWS/RDS", "VolumeBytesUsed", "Maximum", "stored"]]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = local.name

  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type = "alarm", x = 0, y = 0, width = 24, height = 3
        properties = {
          title = "Alarms"
          alarms = sort(concat(
            [for alarm in aws_cloudwatch_metric_alarm.main : alarm.arn],
            [aws_cloudwatch_metric_alarm.target_5xx.arn, aws_cloudwatch_metric_alarm.database_storage.arn],
          ))
        }
      }],
      [for place, graph in local.dashboard : {
        type = "metric", x = place % 2 * 12, y = 3 + floor(place / 2) * 6, width = 12, height = 6
        properties = {
          title  = graph.title
          region = var.region
          view   = "timeSeries"
          period = 60
          metrics = [for line in graph.lines : concat(
            [line[0], line[1]], flatten(graph.of), [{ stat = line[2], label = line[3] }]
          )]
        }
      }],
      [{
        type = "log", x = 0, y = 27, width = 24, height = 6
        properties = {
          title  = "Last errors"
          region = var.region
          view   = "table"
          query  = "SOURCE '${aws_cloudwatch_log_group.service.name}' | fields @timestamp, @message | filter nivel = 'error' or status >= 500 | sort @timestamp desc | limit 20"
        }
      }],
    )
  })
}
