output "api_livros_url" {
  description = "Where the catalogue is served; with HTTPS, point a name of the certificate at this host."
  value       = "${local.https ? "https" : "http"}://${aws_lb.main.dns_name}/livros"
}

output "alb_dns_name" {
  description = "The load balancer's host name, for a CNAME or alias record."
  value       = aws_lb.main.dns_name
}

output "ecr_repository_url" {
  description = "Where images are pushed."
  value       = aws_ecr_repository.main.repository_url
}

output "github_variables" {
  description = "Values for the variables of the repository's workflow."
  value = {
    AWS_REGION     = var.region
    CONTAINER_NAME = local.container_name
    ECR_REPOSITORY = aws_ecr_repository.main.name
    ECS_CLUSTER    = aws_ecs_cluster.main.name
    ECS_SERVICE    = aws_ecs_service.main.name
  }
}

output "github_deploy_role_arn" {
  description = "The role that the workflow assumes when github_repository is set, else null."
  value       = one(aws_iam_role.deploy[*].arn)
}

output "database_endpoint" {
  description = "The database's writer, reachable from the tasks only."
  value       = aws_rds_cluster.main.endpoint
}

output "database_secret_arn" {
  description = "The secret that holds the database password."
  value       = aws_secretsmanager_secret.database.arn
}

output "admin_key_secret_arn" {
  description = "The secret that holds the administrator key: aws secretsmanager get-secret-value --secret-id ARN."
  value       = aws_secretsmanager_secret.admin_key.arn
}

output "alarm_topic_arn" {
  description = "The topic that alarms publish to, for more subscriptions."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_url" {
  description = "The dashboard in the console."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.main.dashboard_name}"
}

output "access_log_bucket" {
  description = "The bucket of the access logs when access_logs_enabled, else null."
  value       = one(aws_s3_bucket.access_logs[*].bucket)
}
