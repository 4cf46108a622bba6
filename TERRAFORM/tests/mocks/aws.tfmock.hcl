# What AWS would answer: names that the provider takes for names of AWS.

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "123456789012"
  }
}

mock_data "aws_elb_service_account" {
  defaults = {
    arn = "arn:aws:iam::127311923021:root"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:mock"
  }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:mock"
  }
}

mock_resource "aws_ecr_repository" {
  defaults = {
    arn            = "arn:aws:ecr:us-east-1:123456789012:repository/api-livros"
    repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/api-livros"
  }
}

mock_resource "aws_ecs_cluster" {
  defaults = {
    id = "arn:aws:ecs:us-east-1:123456789012:cluster/api-cluster"
  }
}

mock_resource "aws_ecs_service" {
  defaults = {
    id = "arn:aws:ecs:us-east-1:123456789012:service/api-cluster/api-service"
  }
}

mock_resource "aws_ecs_task_definition" {
  defaults = {
    arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/api-task:1"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::123456789012:role/mock"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_lb" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/alb-app/0123456789abcdef"
    arn_suffix = "app/alb-app/0123456789abcdef"
    dns_name   = "alb-app-1.us-east-1.elb.amazonaws.com"
  }
}

mock_resource "aws_lb_target_group" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/api-livros/0123456789abcdef"
    arn_suffix = "targetgroup/api-livros/0123456789abcdef"
  }
}

mock_resource "aws_rds_cluster" {
  defaults = {
    endpoint        = "api-livros.cluster-mock.us-east-1.rds.amazonaws.com"
    reader_endpoint = "api-livros.cluster-ro-mock.us-east-1.rds.amazonaws.com"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    id     = "api-livros-access-logs-mock"
    bucket = "api-livros-access-logs-mock"
    arn    = "arn:aws:s3:::api-livros-access-logs-mock"
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mock"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:us-east-1:123456789012:alerta_ecs_infraestrutura-terraform"
  }
}

mock_resource "aws_wafv2_web_acl" {
  defaults = {
    arn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/api-livros/mock"
  }
}
