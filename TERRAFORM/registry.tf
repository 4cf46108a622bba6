resource "aws_ecr_repository" "main" {
  name                 = local.name
  image_tag_mutability = "IMMUTABLE"
  force_delete         = !var.deletion_protection

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.main.arn
  }
}

resource "aws_ecr_lifecycle_policy" "main" {
  repository = aws_ecr_repository.main.name

  policy = jsonencode({
    rules = [
      {
        # What a rule of higher priority matches no later rule expires: this one keeps the image that
        # the task definition names.
        rulePriority = 1
        description  = "Keep the first image"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = [local.first_image_tag]
          countType      = "imageCountMoreThan"
          countNumber    = 1
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Layers without a tag go after a week"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 7
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 3
        description  = "Fifty images to go back to"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["*"]
          countType      = "imageCountMoreThan"
          countNumber    = 50
        }
        action = { type = "expire" }
      },
    ]
  })
}

locals {
  image_platform = var.cpu_architecture == "ARM64" ? "linux/arm64" : "linux/amd64"
}

# The first image, so that the service has one to start; later ones are the pipeline's.
resource "terraform_data" "first_image" {
  count = var.build_first_image ? 1 : 0

  triggers_replace = [aws_ecr_repository.main.repository_url, local.first_image_tag]

  provisioner "local-exec" {
    command = "${path.module}/scripts/push-first-image"
    environment = {
      REPOSITORY_URL  = aws_ecr_repository.main.repository_url
      REPOSITORY_NAME = aws_ecr_repository.main.name
      IMAGE_TAG       = local.first_image_tag
      IMAGE_PLATFORM  = local.image_platform
      AWS_REGION      = var.region
      BUILD_CONTEXT   = abspath("${path.module}/..")
    }
  }
}
