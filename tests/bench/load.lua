-- Sends the requests of a file in order, round and round; fields are separated by tabs:
-- method, path, authorization, name and value of one more header, body.
local requests, place = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, token, name, value, body = line:match("^(.-)\t(.-)\t(.-)\t(.-)\t(.-)\t(.*)$")
    local headers = {["Content-Type"] = "application/json"}
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if name ~= "" then headers[name] = value end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT {\"requests\": %d, \"seconds\": %.6f, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, \"bytes\": %d, \"errors\": %d}\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, summary.bytes, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
