// The conversations of the golden transcripts: one that fills in the shipped problem report, one that ends with a
// person. Users type all they say, as they can on every platform.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::contract {

inline constexpr char kAgentName[] = "kim";
inline constexpr char kAgentShown[] = "Kim";

struct Line {
  enum class Who {
    kUser,
    kTakes,
    kReplies,
    kNotes,
    kResolves,
    kPressesTake,    // on the card in the channel
    kSaysInChannel,  // and in the card's thread, where there are threads
  };
  Who who = Who::kUser;
  std::string text = {};
};

struct Scene {
  std::string name;  // of its file: "golden-flow"
  std::vector<Line> lines;
};

// `locale`: "en" or "zh".
std::vector<Scene> ScenesIn(std::string_view locale);
// The agent works in a channel of the platform itself.
Scene DeskSceneIn(std::string_view locale);

// "user: hello", "Kim takes it".
std::string ToString(const Line& line);

// The frontdesk.yaml of both: the shipped workspace, answers at once. `accounts`: the lines under "accounts:".
// `desk`: more lines, of the desk.
std::string SceneConfig(const std::string& accounts, const std::string& desk = {});

}  // namespace frontdesk::contract
