# Each its own name, so that a test can tell who leads to whom.

override_resource {
  target = aws_subnet.public["us-east-1a"]
  values = {
    id = "subnet-public-a"
  }
}

override_resource {
  target = aws_subnet.public["us-east-1b"]
  values = {
    id = "subnet-public-b"
  }
}

override_resource {
  target = aws_subnet.private["us-east-1a"]
  values = {
    id = "subnet-private-a"
  }
}

override_resource {
  target = aws_subnet.private["us-east-1b"]
  values = {
    id = "subnet-private-b"
  }
}

override_resource {
  target = aws_nat_gateway.main["us-east-1a"]
  values = {
    id = "nat-a"
  }
}

override_resource {
  target = aws_route_table.private["us-east-1a"]
  values = {
    id = "rtb-private-a"
  }
}

override_resource {
  target = aws_nat_gateway.main["us-east-1b"]
  values = {
    id = "nat-b"
  }
}

override_resource {
  target = aws_route_table.private["us-east-1b"]
  values = {
    id = "rtb-private-b"
  }
}

override_resource {
  target = aws_route_table.public
  values = {
    id = "rtb-public"
  }
}

override_resource {
  target = aws_internet_gateway.main
  values = {
    id = "igw-main"
  }
}

override_resource {
  target = aws_security_group.alb
  values = {
    id = "sg-alb"
  }
}

override_resource {
  target = aws_security_group.tasks
  values = {
    id = "sg-tasks"
  }
}

override_resource {
  target = aws_security_group.database
  values = {
    id = "sg-database"
  }
}

override_resource {
  target = aws_iam_role.execution
  values = {
    arn = "arn:aws:iam::123456789012:role/api-livros-execution"
  }
}

override_resource {
  target = aws_iam_role.task
  values = {
    arn = "arn:aws:iam::123456789012:role/api-livros-task"
  }
}
