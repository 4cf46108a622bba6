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
    IMAGE_PLATFORM = local.image_platform
    CONTAINER_NAME = local.container_name
    ECR_REPOSITORY = aws_ecr_repository.main.name
    ECS_CLUSTER    = aws_ecs_cluster.main.name
    ECS_SERVICE    = aws_ecs_service.main.name
  }
}

output "github_user_policy" {
  description = "The policy of the user whose access key the workflow has, when it has no role: terraform output -raw github_user_policy."
  value       = jsonencode(local.deploy_policy)
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
  description = "The secret that holds the administrator key."
  value       = aws_secretsmanager_secret.admin_key.arn
}

output "admin_key_command" {
  description = "The command that shows the administrator key, with which books are written and other keys are made."
  value       = "aws secretsmanager get-secret-value --region ${var.region} --secret-id ${aws_secretsmanager_secret.admin_key.arn} --query SecretString --output text"
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
