// A secret: it has no way into a log, a message or a comparison by ==. Reveal() is the one door; use it at the wire
// only.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "bot/base/crypto.h"
#include "bot/base/result.h"

namespace frontdesk::base {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool Matches(std::string_view guess) const { return !value_.empty() && ConstantTimeEquals(value_, guess); }
  bool operator==(const Secret&) const = delete;

 private:
  std::string value_;
};

// "env:NAME" or "file:PATH" -> the secret, final newline removed. A plain value is refused: secrets never stand in a
// config file. A relative PATH begins at `directory`: where the file that names it lies.
Result<Secret> ReadSecret(std::string_view reference, const std::string& directory);

}  // namespace frontdesk::base
