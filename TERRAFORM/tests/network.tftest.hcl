# The network: two zones, what faces the internet and what does not.

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

  # The VPC is 10.0.0.0/16 over us-east-1a and us-east-1b.
  assert {
    condition     = aws_vpc.main.cidr_block == "10.0.0.0/16"
    error_message = "The VPC is 10.0.0.0/16."
  }

  assert {
    condition     = toset(keys(aws_subnet.public)) == toset(["us-east-1a", "us-east-1b"])
    error_message = "One public subnet in each zone."
  }

  assert {
    condition     = toset(keys(aws_subnet.private)) == toset(["us-east-1a", "us-east-1b"])
    error_message = "One private subnet in each zone."
  }

  assert {
    condition     = alltrue([for zone, subnet in merge(aws_subnet.public, aws_subnet.private) : subnet.availability_zone == zone])
    error_message = "Each subnet lies in the zone of its name."
  }

  assert {
    condition     = length(distinct([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : subnet.cidr_block])) == 4
    error_message = "Subnets do not overlap."
  }

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : !coalesce(subnet.map_public_ip_on_launch, false)])
    error_message = "No subnet gives public addresses by itself."
  }

  # Each zone has its own way out.
  assert {
    condition     = length(aws_nat_gateway.main) == 2 && length(aws_eip.nat) == 2
    error_message = "A NAT gateway with an address of its own in each zone."
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.main[zone].id])
    error_message = "Each private route table leads to its zone's NAT gateway."
  }

  assert {
    condition     = alltrue([for zone, gateway in aws_nat_gateway.main : gateway.subnet_id == aws_subnet.public[zone].id])
    error_message = "NAT gateways stand in the public subnets."
  }

  assert {
    condition     = length(aws_route_table.private) == 2
    error_message = "A private route table per zone."
  }

  assert {
    condition     = aws_route.internet.gateway_id == aws_internet_gateway.main.id
    error_message = "The public route table leads to the internet gateway."
  }

  # Images come through the free endpoint.
  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway"
    error_message = "S3 is reached through the gateway endpoint."
  }

  assert {
    condition     = length(aws_vpc_endpoint.s3.route_table_ids) == 2
    error_message = "From both private route tables."
  }

  assert {
    condition     = length(aws_vpc_endpoint.services) == 0
    error_message = "Interface endpoints are off by default."
  }

  # Only port 80 is open to the internet.
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.alb_http.from_port == 80 &&
      aws_vpc_security_group_ingress_rule.alb_http.to_port == 80
    )
    error_message = "The load balancer takes port 80."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.alb_https) == 0
    error_message = "And no other port without a certificate."
  }

  assert {
    condition     = alltrue([for rule in [aws_vpc_security_group_ingress_rule.tasks_from_alb, aws_vpc_security_group_ingress_rule.database_from_tasks] : rule.cidr_ipv4 == null])
    error_message = "Tasks and database take no address range."
  }

  # Tasks are reached by the load balancer only, on 8080.
  assert {
    condition     = aws_vpc_security_group_ingress_rule.tasks_from_alb.security_group_id == aws_security_group.tasks.id
    error_message = "The rule is the tasks'."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.tasks_from_alb.referenced_security_group_id == aws_security_group.alb.id
    error_message = "From the load balancer."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.tasks_from_alb.from_port == 8080 &&
      aws_vpc_security_group_ingress_rule.tasks_from_alb.to_port == 8080
    )
    error_message = "On 8080."
  }

  # The database is reached by the tasks only.
  assert {
    condition     = aws_vpc_security_group_ingress_rule.database_from_tasks.referenced_security_group_id == aws_security_group.tasks.id
    error_message = "From the tasks."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.database_from_tasks.from_port == 5432 &&
      aws_vpc_security_group_ingress_rule.database_from_tasks.to_port == 5432
    )
    error_message = "On 5432."
  }

  assert {
    condition     = toset(aws_rds_cluster.main.vpc_security_group_ids) == toset([aws_security_group.database.id])
    error_message = "The cluster has this group alone."
  }

  assert {
    condition     = toset(aws_db_subnet_group.main.subnet_ids) == toset([for subnet in aws_subnet.private : subnet.id])
    error_message = "In the private subnets."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.main : !instance.publicly_accessible])
    error_message = "Without a public address."
  }
}
