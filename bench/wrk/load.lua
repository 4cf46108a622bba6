-- The requests of every workload, and one line of JSON with what became of them.
-- Settings come from the environment: BENCH_WORKLOAD (item, list, search, mixed, post), BENCH_IDS
-- (ids 1..n exist), BENCH_LIST (path of the first page), BENCH_SEARCHES (a file, one path of a
-- search a line), BENCH_SEED (a whole number; no two loads of one run share it, because it also
-- says which ISBNs a load writes).
local seed = tonumber(os.getenv("BENCH_SEED"))
local ids = tonumber(os.getenv("BENCH_IDS"))
local random = math.random
math.randomseed(seed)

local host = "Host: 127.0.0.1\r\n\r\n"
local list_request = "GET " .. os.getenv("BENCH_LIST") .. " HTTP/1.1\r\n" .. host

local function item()
  return "GET /livros/" .. random(1, ids) .. " HTTP/1.1\r\n" .. host
end

local function list()
  return list_request
end

local searches = {}
local function search()
  if #searches == 0 then
    for path in io.lines(os.getenv("BENCH_SEARCHES")) do
      searches[#searches + 1] = "GET " .. path .. " HTTP/1.1\r\n" .. host
    end
  end
  return searches[random(#searches)]
end

-- 978, nine digits and the check digit of ISO 2108.
local function isbn13(number)
  local digits = ("978%09d"):format(number)
  local sum = 0
  for place = 1, 12 do
    sum = sum + (digits:byte(place) - 48) * (place % 2 == 1 and 1 or 3)
  end
  return digits .. (10 - sum % 10) % 10
end

-- Each load has a million ISBNs of its own, above those of the synthetic books, so that no book is
-- posted twice and none looks like a duplicate.
local number = (200 + seed % 800) * 1000000
local book = '{"título":"Zyx novo %d qwk","autor":"Autora Carga","isbn":"%s",'
  .. '"editora":"Editora Teste","ano":%d,"idioma":"pt","assuntos":["carga","medida"]}'

local function post()
  number = number + 1
  local body = book:format(number, isbn13(number), 1900 + number % 120)
  return "POST /livros HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
    .. #body .. "\r\n" .. host .. body
end

-- 90 % item, 8 % list, 2 % post.
local function mixed()
  local draw = random(100)
  if draw <= 90 then return item() end
  if draw <= 98 then return list() end
  return post()
end

local workloads = { item = item, list = list, search = search, mixed = mixed, post = post }
request = workloads[os.getenv("BENCH_WORKLOAD")]

function done(summary, latency)
  local errors = summary.errors
  local fields = {
    { "requests", summary.requests }, { "microseconds", summary.duration },
    { "bytes", summary.bytes },
    { "failed", errors.status + errors.connect + errors.read + errors.write + errors.timeout },
    { "p50_us", latency:percentile(50) }, { "p99_us", latency:percentile(99) },
    { "max_us", latency.max },
  }
  local parts = {}
  for place, field in ipairs(fields) do
    parts[place] = ('"%s":%d'):format(field[1], field[2])
  end
  io.write("\n@@{" .. table.concat(parts, ",") .. "}\n")
end
