// What must be true once the server is up again and everything was delivered: every acknowledged question has exactly
// one transcript row and exactly one reply, in the order of asking, whoever tells it: the live stream, a stream from
// the beginning, the database.
//
// Failure: sentences, empty when all is well.
#pragma once

#include <string>
#include <vector>

#include "tests/crash/customers.h"

namespace frontdesk::crash {

// While the server runs; `logs` are finished.
std::vector<std::string> JudgeStreams(const std::vector<std::unique_ptr<CustomerLog>>& logs);
// After the server is gone, however it went.
std::vector<std::string> JudgeDatabase(const std::string& path, const std::vector<std::unique_ptr<CustomerLog>>& logs);
// The first column of the rows, or the error as the only one. Never writes unless `sql` does.
std::vector<std::string> AskDatabase(const std::string& path, const std::string& sql);

}  // namespace frontdesk::crash
