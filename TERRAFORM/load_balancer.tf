locals {
  https = var.certificate_arn != ""

  # Shorter than the 60 s that a stopping task gets, longer than the 25 s in which it finishes.
  deregistration_delay_seconds = 30
  # Below the service's --idle-timeout: the side that opens the connections must be the one that
  # closes idle ones, or a request meets a closed connection and turns into a 502.
  alb_idle_timeout_seconds  = 60
  task_idle_timeout_seconds = 75
}

resource "aws_lb" "main" {
  #checkov:skip=CKV_AWS_91:Access logs are optional (access_logs_enabled): the service logs each request itself.
  #checkov:skip=CKV2_AWS_20:The redirect comes with a certificate (certificate_arn), which only the owner of a domain can get.
  #checkov:skip=CKV2_AWS_28:The firewall is optional (waf_enabled): the service limits rates itself.
  #checkov:skip=CKV2_AWS_76:As above; the firewall's known-bad-input rules hold the Log4j ones.
  name               = "alb-app"
  internal           = false
  load_balancer_type = "application"
  security_groups    = [aws_security_group.alb.id]
  subnets            = [for zone in var.availability_zones : aws_subnet.public[zone].id]

  enable_deletion_protection = var.deletion_protection
  drop_invalid_header_fields = true
  idle_timeout               = local.alb_idle_timeout_seconds

  dynamic "access_logs" {
    for_each = aws_s3_bucket.access_logs
    content {
      enabled = true
      bucket  = access_logs.value.bucket
    }
  }

  # The load balancer writes a test object at once, so the bucket must let it in before.
  depends_on = [aws_s3_bucket_policy.access_logs]
}

resource "aws_lb_target_group" "service" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; the way to the tasks stays inside the VPC and their security group.
  name        = local.name
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
  protocol    = "HTTP"
  port        = local.container_port

  deregistration_delay = local.deregistration_delay_seconds

  # /readyz is 503 while the database is away, and ECS replaces unhealthy tasks: three checks are a
  # minute, in which a failover of the database ends. A task that drains (10 s) fails one at most.
  health_check {
    path                = "/readyz"
    matcher             = "200"
    interval            = 20
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "http" {
  #checkov:skip=CKV_AWS_2:The original design listens on 80 alone; a certificate turns this into a redirect to 443.
  #checkov:skip=CKV_AWS_103:As above: TLS begins at the listener on 443.
  load_balancer_arn = aws_lb.main.arn
  protocol          = "HTTP"
  port              = 80

  dynamic "default_action" {
    for_each = local.https ? [] : [aws_lb_target_group.service.arn]
    content {
      type             = "forward"
      target_group_arn = default_action.value
    }
  }

  dynamic "default_action" {
    for_each = local.https ? ["443"] : []
    content {
      type = "redirect"
      redirect {
        protocol    = "HTTPS"
        port        = default_action.value
        status_code = "HTTP_301"
      }
    }
  }
}

resource "aws_lb_listener" "https" {
  count = local.https ? 1 : 0

  load_balancer_arn = aws_lb.main.arn
  protocol          = "HTTPS"
  port              = 443
  certificate_arn   = var.certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service.arn
  }
}
