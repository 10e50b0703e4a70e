#include "bot/terminal/import.h"

#include <algorithm>
#include <array>

namespace frontdesk::terminal {

namespace {

struct Kind {
  std::string_view name;
  int (*run)(const ImportCommand&, Streams);
};

constexpr std::array<Kind, 5> kKinds = {{
    {"faq-csv", ImportArticles},
    {"faq-jsonl", ImportArticles},
    {"markdown", ImportArticles},
    {"issue-form", ImportIssueForms},
    {"people", ImportPeople},
}};

}  // namespace

int Import(const ImportCommand& command, Streams streams) {
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.name == command.kind; });
  return kind == kKinds.end() ? kUsage : kind->run(command, streams);
}

std::vector<std::string> ImportKinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

}  // namespace frontdesk::terminal
