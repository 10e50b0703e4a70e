// Brings a message out through an adapter and the script of its platform, without a socket: what would the user see?
//
// Thread safety: an object per test.
#pragma once

#include <string>
#include <vector>

#include "tests/contract/entry.h"
#include "tests/fakes/fake_platform_player.h"

namespace frontdesk::contract {

inline constexpr int kMostSteps = 400;

struct Rendered {
  std::vector<std::string> texts;  // as their reader sees them, in order
  std::vector<std::string> wire;   // the same as the platform took them
  std::vector<adapters::Call> calls;
  std::vector<adapters::Frame> frames;
  std::string problem;  // empty when all went well
};

class Rendering {
 public:
  // `entry` must outlive it.
  Rendering(const Entry& entry, adapters::Settings settings);

  Rendered Bring(const base::Message& message, std::int64_t row = 7);
  // The token that calls carry; empty for adapters without a recipe.
  const std::string& Token();
  // The first call that delivers "hello".
  base::Result<adapters::Call> OneCall();
  adapters::HttpAnswer Play(const adapters::Call& call);

 private:
  adapters::Env Env() const;

  const Entry& entry_;
  const adapters::Settings settings_;
  fakes::PlatformLog log_;
  fakes::FaultBox faults_;
  fakes::PlatformPlayer player_;
  std::string token_;
};

// The text without white space, ASCII punctuation and what is invisible: what must arrive whatever the markup.
std::string Essence(std::string_view text);
// In the unit of the capabilities.
std::size_t SizeIn(adapters::Capabilities::Unit unit, std::string_view text);

}  // namespace frontdesk::contract
