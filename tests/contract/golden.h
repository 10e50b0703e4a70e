// A golden transcript: what the bot sent to a platform, request by request, compared byte for byte with a file of
// tests/fixtures. README.md says what the file looks like and which values the one normaliser replaces.
//
// Thread safety: an object per test.
// Failure: a file that cannot be read counts as empty; CompareGolden says in words what differs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "tests/contract/golden_scene.h"
#include "tests/fakes/fake_platform_log.h"

namespace frontdesk::contract {

// Set to 1: the files are written anew instead of compared.
inline constexpr char kWriteGolden[] = "FRONTDESK_WRITE_GOLDEN";

// Puts stable names in the place of what differs from run to run. Where it matters which value it was, equal values get
// equal numbers, in the order in which they appear.
class Placeholders {
 public:
  std::string Replace(std::string_view text);

 private:
  std::string NameOf(const std::string& kind, const std::string& value);

  std::map<std::string, std::map<std::string, std::string>> names_;  // kind -> value -> name
};

class GoldenText {
 public:
  void Add(const Line& line);
  void Add(const fakes::LoggedRequest& request);
  // Of several conversations at once, whose order among each other is nobody's: sorted by what they say.
  void Add(std::vector<fakes::LoggedRequest> requests);
  void AddFrame(const std::string& bytes);
  const std::string& text() const { return text_; }

 private:
  Placeholders placeholders_;
  std::string text_;
};

// `source`: the root of the project.
inline std::filesystem::path GoldenFile(const std::string& source, const std::string& platform, const Scene& scene) {
  return std::filesystem::path(source) / "tests/fixtures" / platform / (scene.name + ".txt");
}
// "" when the file holds this text, or was written; else the first line that differs.
std::string CompareGolden(const std::filesystem::path& path, const std::string& text);

}  // namespace frontdesk::contract
