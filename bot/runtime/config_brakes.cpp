// `limits: brakes:`: how much talk of one conversation is a person's.
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

constexpr int kHighestBrake = 10'000'000;

}  // namespace

core::Brakes ReadBrakes(base::Fields& limits, base::Findings& findings) {
  core::Brakes brakes;
  const base::YamlNode* node = limits.Get("brakes");
  if (!node || node->IsNull()) return brakes;
  base::Fields fields(*node, "'brakes'", findings, "write brakes: {answers_per_minute: 10}");
  if (!node->IsMap()) return brakes;
  const auto read = [&](std::string_view key, int& most, int least) {
    most = static_cast<int>(fields.Int(key, most, least, kHighestBrake));
  };
  read("heard_per_minute", brakes.heard_per_minute, 1);
  read("answers_per_minute", brakes.answers_per_minute, 1);
  read("answers_per_hour", brakes.answers_per_hour, 1);
  read("same_per_hour", brakes.same_per_hour, 2);
  fields.Finish();
  return brakes;
}

}  // namespace frontdesk::runtime
