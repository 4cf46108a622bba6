# ---- where, and who is told ----------------------------------------------------------------------

variable "region" {
  description = "AWS region of everything; when you change it, change availability_zones too."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region looks like us-east-1."
  }
}

variable "availability_zones" {
  description = "The two zones of that region that hold a public and a private subnet each."
  type        = list(string)
  default     = ["us-east-1a", "us-east-1b"]
  nullable    = false

  validation {
    condition     = length(distinct(var.availability_zones)) == 2 && length(var.availability_zones) == 2
    error_message = "availability_zones are two different zones."
  }
  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "availability_zones must lie in the region."
  }
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC, a /16; subnets are /24s of it."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && endswith(var.vpc_cidr, "/16")
    error_message = "vpc_cidr is an IPv4 range with a /16 prefix."
  }
}

variable "alert_email_primary" {
  description = "First address that alarms are sent to; AWS asks it to confirm."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email_primary))
    error_message = "alert_email_primary is an e-mail address."
  }
}

variable "alert_email_secondary" {
  description = "Second address that alarms are sent to, other than the first; AWS asks it to confirm."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email_secondary))
    error_message = "alert_email_secondary is an e-mail address."
  }
  validation {
    condition     = lower(var.alert_email_secondary) != lower(var.alert_email_primary)
    error_message = "alert_email_secondary must differ from alert_email_primary: SNS keeps one subscription an address."
  }
}

variable "company" {
  description = "First part of every alarm's name: COMPANY/PROJECT-ECS-High-CPUUtilization."
  type        = string
  default     = "livros"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{1,64}$", var.company))
    error_message = "company is 1 to 64 letters, digits, dots, hyphens or underscores."
  }
}

variable "project" {
  description = "Second part of every alarm's name, and the tag Project of every resource."
  type        = string
  default     = "api-livros"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{1,64}$", var.project))
    error_message = "project is 1 to 64 letters, digits, dots, hyphens or underscores."
  }
}

variable "tags" {
  description = "Tags put on every resource besides Project and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.tags) <= 40 && alltrue([
      for key, value in var.tags : can(regex("^[A-Za-z0-9 _.:/=+@-]{1,128}$", key)) && can(regex("^[A-Za-z0-9 _.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")
    ])
    error_message = "tags are at most 40 names of 1 to 128 and values of up to 256 letters, digits, spaces and _.:/=+@-; names do not begin with aws:."
  }
}

variable "deletion_protection" {
  description = "Refuse to destroy anything: terraform destroy then ends before its first step, and AWS itself keeps database, images and load balancer. Apply with false before you destroy."
  type        = bool
  default     = true
  nullable    = false
}

# ---- network -------------------------------------------------------------------------------------

variable "egress_zones" {
  description = "Zones with a way out of their own: 2, or 1 for both (cheaper; when that zone fails, no new task starts)."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([1, 2], var.egress_zones)
    error_message = "egress_zones is 1 or 2."
  }
}

variable "vpc_endpoints_enabled" {
  description = "Reach AWS services through VPC endpoints in place of NAT gateways: the tasks then have no way to the internet."
  type        = bool
  default     = false
  nullable    = false
}

# ---- service -------------------------------------------------------------------------------------

variable "build_first_image" {
  description = "Build the image with docker and push it as tag 1.0 during the first apply; false when the pipeline pushes that tag."
  type        = bool
  default     = true
  nullable    = false
}

variable "demo_books" {
  description = "Put thirty sample books into the catalogue when it is empty, the original's four among them; false leaves it empty."
  type        = bool
  default     = true
  nullable    = false
}

variable "cpu_architecture" {
  description = "Processor of the tasks, which the image must be built for: X86_64, or ARM64 (about 20 % cheaper). An ARM machine builds ARM64 images natively, so say ARM64 there; the workflow needs the same in IMAGE_PLATFORM."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture is X86_64 or ARM64."
  }
}

variable "task_cpu" {
  description = "CPU units of a task; 1024 are one virtual CPU."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.task_cpu)
    error_message = "task_cpu is 256, 512, 1024, 2048 or 4096."
  }
}

variable "task_memory" {
  description = "Memory of a task in MiB: 2 to 8 times task_cpu, and enough for the catalogue: 512 served a million books, 1024 three million, with the search index on the task's disk (about 600 bytes a book, twice that while it is merged)."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition = (
      var.task_memory >= 2 * var.task_cpu && var.task_memory <= 8 * var.task_cpu &&
      (contains([512, 1024], var.task_memory) || var.task_memory % 1024 == 0)
    )
    error_message = "task_memory is 512 or a multiple of 1024, between 2 and 8 times task_cpu."
  }
}

variable "app_count" {
  description = "Tasks at the start and at rest."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.app_count >= 1 && floor(var.app_count) == var.app_count
    error_message = "app_count is a whole number from 1."
  }
}

variable "service_tasks_max" {
  description = "Tasks under load; each holds 10 database connections, and up to 12 once imports were asked about and undone."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.service_tasks_max >= var.app_count && var.service_tasks_max <= 100
    error_message = "service_tasks_max is at least app_count and at most 100."
  }
}

variable "health_check_grace_seconds" {
  description = "Seconds that a new task has to become ready: with a big catalogue whose search index is not kept yet it first gathers every book."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.health_check_grace_seconds >= 60 && var.health_check_grace_seconds <= 600 && floor(var.health_check_grace_seconds) == var.health_check_grace_seconds
    error_message = "health_check_grace_seconds is a whole number from 60 to 600: a deployment that fails must do so within the pipeline's half hour."
  }
}

variable "container_insights_enabled" {
  description = "Container Insights: a metric of the running tasks, and thirty more by task. Without it the alarm counts the tasks' reports of their CPU instead."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that CloudWatch keeps the logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days is one that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

# ---- database ------------------------------------------------------------------------------------

variable "database_engine_version" {
  description = "Aurora PostgreSQL's major version, or a full one to pin it; minor versions come by themselves."
  type        = string
  default     = "16"
  nullable    = false

  validation {
    condition     = can(regex("^1[3-7](\\.[0-9]+)?$", var.database_engine_version))
    error_message = "database_engine_version is 13 to 17, with or without a minor version."
  }
}

variable "database_instances" {
  description = "Database instances: 2 survive the loss of a zone within a minute, 1 is cheaper and takes about ten."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([1, 2, 3], var.database_instances)
    error_message = "database_instances is 1, 2 or 3."
  }
}

variable "database_capacity_min" {
  description = "Aurora capacity units at rest, in halves; one is about 2 GiB of memory."
  type        = number
  default     = 0.5
  nullable    = false

  validation {
    condition     = var.database_capacity_min >= 0.5 && var.database_capacity_min <= 256 && floor(var.database_capacity_min * 2) == var.database_capacity_min * 2
    error_message = "database_capacity_min is 0.5 to 256 in steps of 0.5 (0 would never pause: the service keeps its connections)."
  }
}

variable "database_capacity_max" {
  description = "Aurora capacity units under load, in halves."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.database_capacity_max >= max(1, var.database_capacity_min) && var.database_capacity_max <= 256 && floor(var.database_capacity_max * 2) == var.database_capacity_max * 2
    error_message = "database_capacity_max is 1 to 256 in steps of 0.5 and at least database_capacity_min."
  }
}

variable "database_backup_days" {
  description = "Days back to which the database can be restored, to the second."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.database_backup_days >= 1 && var.database_backup_days <= 35
    error_message = "database_backup_days is 1 to 35."
  }
}

variable "database_ca_file" {
  description = "Path, inside the image, of Amazon RDS's certificate bundle; then the tasks verify the database's name. Empty: TLS without that (README, The database's certificate)."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.database_ca_file == "" || can(regex("^/[A-Za-z0-9._/-]+$", var.database_ca_file))
    error_message = "database_ca_file is an absolute path, or empty."
  }
}

# ---- secrets -------------------------------------------------------------------------------------

variable "generate_secrets" {
  description = "Let Secrets Manager make the database password and the administrator key; false: give both as TF_VAR_database_password and TF_VAR_admin_key."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_password" {
  description = "The database password when generate_secrets is false; never stored in plan or state."
  type        = string
  default     = ""
  sensitive   = true
  ephemeral   = true
  nullable    = false

  validation {
    condition     = var.generate_secrets || can(regex("^[A-Za-z0-9]{24,99}$", var.database_password))
    error_message = "database_password is 24 to 99 letters and digits when generate_secrets is false."
  }
}

variable "database_password_version" {
  description = "Raise it by one to replace the database password, then deploy the service anew."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.database_password_version >= 1 && floor(var.database_password_version) == var.database_password_version
    error_message = "database_password_version is a whole number from 1."
  }
}

variable "admin_key" {
  description = "The administrator key when generate_secrets is false; never stored in plan or state."
  type        = string
  default     = ""
  sensitive   = true
  ephemeral   = true
  nullable    = false

  validation {
    condition     = var.generate_secrets || can(regex("^lv_[A-Za-z0-9_-]{43,128}$", var.admin_key))
    error_message = "admin_key is lv_ and 43 to 128 random letters, digits, - or _ when generate_secrets is false."
  }
}

variable "admin_key_version" {
  description = "Raise it by one to replace the administrator key, then deploy the service anew."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.admin_key_version >= 1 && floor(var.admin_key_version) == var.admin_key_version
    error_message = "admin_key_version is a whole number from 1."
  }
}

# ---- alarms --------------------------------------------------------------------------------------

variable "alarm_p99_seconds" {
  description = "Alarm when the slowest hundredth of answers takes longer than this."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.alarm_p99_seconds > 0 && var.alarm_p99_seconds <= 60
    error_message = "alarm_p99_seconds is above 0 and at most 60, the load balancer's own limit."
  }
}

variable "alarm_database_connections" {
  description = "Alarm when the database holds this many connections; four tasks hold 40 to 48, twice that while they are replaced."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.alarm_database_connections >= 1
    error_message = "alarm_database_connections is at least 1."
  }
}

variable "alarm_database_storage_gib" {
  description = "Alarm when the catalogue takes this many GiB; storage grows, and is paid, by itself."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.alarm_database_storage_gib >= 1
    error_message = "alarm_database_storage_gib is at least 1."
  }
}

# ---- optional parts, off by default --------------------------------------------------------------

variable "certificate_arn" {
  description = "An ACM certificate of this region turns HTTPS on, and port 80 into a redirect to it. Empty: HTTP only."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.certificate_arn == "" || can(regex("^arn:aws[a-z-]*:acm:${var.region}:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn is the ARN of an ACM certificate in the same region, or empty."
  }
}

variable "waf_enabled" {
  description = "A web application firewall: a rate per address, and Amazon's rules against known bad input."
  type        = bool
  default     = false
  nullable    = false
}

variable "waf_rate_limit" {
  description = "Requests that one address may send in five minutes before the firewall blocks it."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition     = var.waf_rate_limit >= 10 && var.waf_rate_limit <= 2000000000
    error_message = "waf_rate_limit is 10 to 2 000 000 000."
  }
}

variable "github_repository" {
  description = "OWNER/NAME of the GitHub repository whose workflow may deploy through OpenID Connect. Empty: no such role."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.github_repository == "" || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository is OWNER/NAME, or empty."
  }
}

variable "github_branches" {
  description = "Branches of that repository that may deploy."
  type        = list(string)
  default     = ["main", "develop"]
  nullable    = false

  validation {
    condition     = length(var.github_branches) > 0 && alltrue([for branch in var.github_branches : can(regex("^[A-Za-z0-9._/-]+$", branch))])
    error_message = "github_branches are one or more branch names without wildcards."
  }
}

variable "github_oidc_provider_arn" {
  description = "The account's identity provider for GitHub when there is one already: an account holds only one. Empty: it is made."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.github_oidc_provider_arn == "" || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/", var.github_oidc_provider_arn))
    error_message = "github_oidc_provider_arn is the ARN of an IAM identity provider, or empty."
  }
}

variable "access_logs_enabled" {
  description = "Keep the load balancer's access log in an S3 bucket."
  type        = bool
  default     = false
  nullable    = false
}

variable "access_log_retention_days" {
  description = "Days that the bucket keeps the access log; it holds clients' addresses."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.access_log_retention_days >= 1
    error_message = "access_log_retention_days is at least 1."
  }
}

variable "monthly_budget_usd" {
  description = "Mail both addresses at 80 % of this many dollars a month, and when the forecast passes it. 0: no budget."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.monthly_budget_usd >= 0
    error_message = "monthly_budget_usd is 0 or more."
  }
}
