// An open load: requests are offered at their time, however slowly the server answers, over keep-alive connections of
// which there are as many as it takes. One request is on its way on each.
//
// Threads: one call at a time. Failure: broken connections and missing answers are status 0, never hidden. Waits no
// longer than `seconds` and `patience`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/fakes/visitor_socket.h"

namespace frontdesk::bench {

struct FloodPlan {
  unsigned short port = 0;
  int rate = 10'000;               // requests per second
  int requests = 0;                // in all
  int connections = 9'000;         // at most
  fakes::Millis patience{20'000};  // for the last answers
  std::function<std::string(int number)> request;
  std::function<void(int number, int status)> answered;
  std::function<void(int second)> each_second = [](int) {};  // since the begin
};

struct FloodResult {
  std::map<int, int> answers;       // status -> how many; 0: none came
  int without_retry_after = 0;      // among the 503
  int never_offered = 0;            // their time came, and no connection was free until the end
  int connections = 0;              // that it took
  std::vector<double> accepted_ms;  // of 2xx, since the request was due
};

FloodResult Flood(const FloodPlan& plan);

}  // namespace frontdesk::bench
