# Destroyed before everything else, since it depends on everything else: with deletion_protection a
# `terraform destroy` ends here, and nothing is half gone. tests/infra holds the list to be whole.
resource "terraform_data" "protection" {
  input = var.deletion_protection

  provisioner "local-exec" {
    when    = destroy
    command = <<-SCRIPT
      [ "$PROTECTED" = true ] || exit 0
      echo 'deletion_protection is on, so nothing was destroyed. To destroy all of it, data included:' >&2
      echo '  terraform apply -var deletion_protection=false && terraform destroy' >&2
      echo 'To keep it: terraform apply brings the outputs back.' >&2
      exit 1
    SCRIPT
    environment = {
      PROTECTED = self.input
    }
  }

  depends_on = [
    aws_appautoscaling_policy.service,
    aws_appautoscaling_target.service,
    aws_budgets_budget.monthly,
    aws_cloudwatch_dashboard.main,
    aws_cloudwatch_log_group.database,
    aws_cloudwatch_log_group.insights,
    aws_cloudwatch_log_group.service,
    aws_cloudwatch_log_group.waf,
    aws_cloudwatch_metric_alarm.database_storage,
    aws_cloudwatch_metric_alarm.main,
    aws_cloudwatch_metric_alarm.target_5xx,
    aws_db_subnet_group.main,
    aws_default_security_group.main,
    aws_ecr_lifecycle_policy.main,
    aws_ecr_repository.main,
    aws_ecs_cluster.main,
    aws_ecs_service.main,
    aws_ecs_task_definition.main,
    aws_eip.nat,
    aws_iam_openid_connect_provider.github,
    aws_iam_role.deploy,
    aws_iam_role.execution,
    aws_iam_role.task,
    aws_iam_role_policy.deploy,
    aws_iam_role_policy.execution,
    aws_internet_gateway.main,
    aws_kms_alias.main,
    aws_kms_key.main,
    aws_lb.main,
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_lb_target_group.service,
    aws_nat_gateway.main,
    aws_rds_cluster.main,
    aws_rds_cluster_instance.main,
    aws_rds_cluster_parameter_group.main,
    aws_route.internet,
    aws_route.nat,
    aws_route_table.private,
    aws_route_table.public,
    aws_route_table_association.private,
    aws_route_table_association.public,
    aws_s3_bucket.access_logs,
    aws_s3_bucket_lifecycle_configuration.access_logs,
    aws_s3_bucket_policy.access_logs,
    aws_s3_bucket_public_access_block.access_logs,
    aws_s3_bucket_server_side_encryption_configuration.access_logs,
    aws_secretsmanager_secret.admin_key,
    aws_secretsmanager_secret.database,
    aws_secretsmanager_secret_version.admin_key,
    aws_secretsmanager_secret_version.database,
    aws_security_group.alb,
    aws_security_group.database,
    aws_security_group.endpoints,
    aws_security_group.tasks,
    aws_sns_topic.alarms,
    aws_sns_topic_policy.alarms,
    aws_sns_topic_subscription.email,
    aws_subnet.private,
    aws_subnet.public,
    aws_vpc.main,
    aws_vpc_endpoint.s3,
    aws_vpc_endpoint.services,
    aws_vpc_security_group_egress_rule.alb_to_tasks,
    aws_vpc_security_group_egress_rule.tasks_to_aws,
    aws_vpc_security_group_egress_rule.tasks_to_database,
    aws_vpc_security_group_ingress_rule.alb_http,
    aws_vpc_security_group_ingress_rule.alb_https,
    aws_vpc_security_group_ingress_rule.database_from_tasks,
    aws_vpc_security_group_ingress_rule.endpoints_from_tasks,
    aws_vpc_security_group_ingress_rule.tasks_from_alb,
    aws_wafv2_web_acl.main,
    aws_wafv2_web_acl_association.alb,
    aws_wafv2_web_acl_logging_configuration.main,
    terraform_data.first_image,
  ]
}
