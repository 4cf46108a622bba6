terraform {
  # 1.11 brought write-only arguments, which keep passwords out of the state; 1.5.4, which the
  # original was written for, would keep them in it.
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# The same account and region under a second name, for the ephemeral passwords only: `terraform test`
# can mock every resource but ephemeral ones, so its mock must leave this provider alone.
provider "aws" {
  alias  = "passwords"
  region = var.region
}

data "aws_caller_identity" "current" {}

locals {
  name       = "api-livros"
  account_id = data.aws_caller_identity.current.account_id

  container_name  = "api-task"
  container_port  = 8080
  database_name   = "livros"
  database_user   = "livros"
  database_port   = 5432
  first_image_tag = "1.0"

  tags = merge({ Project = var.project, ManagedBy = "terraform" }, var.tags)
}
