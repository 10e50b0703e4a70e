// `frontdesk import KIND SRC --to DIR`: one line in import.cpp for each kind.
//
// Threads: one. Failure: says what is wrong on streams.err and answers kFailed; nothing half-written is left.
#pragma once

#include <string>
#include <vector>

#include "bot/terminal/streams.h"

namespace frontdesk::terminal {

struct ImportCommand {
  std::string kind;
  std::string source;
  std::string to;      // a workspace, a folder within one, or a new directory
  std::string locale;  // of the texts; empty: good for every language
  bool force = false;  // may replace files
};

int Import(const ImportCommand& command, Streams streams);
std::vector<std::string> ImportKinds();

// The kinds.
int ImportArticles(const ImportCommand& command, Streams streams);
int ImportIssueForms(const ImportCommand& command, Streams streams);
int ImportPeople(const ImportCommand& command, Streams streams);

}  // namespace frontdesk::terminal
