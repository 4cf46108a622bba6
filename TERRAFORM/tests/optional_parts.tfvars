# Every optional part at once, for the checks.
certificate_arn       = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
waf_enabled           = true
github_repository     = "owner/api-livros"
vpc_endpoints_enabled = true
access_logs_enabled   = true
monthly_budget_usd    = 250
