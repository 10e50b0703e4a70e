// Where one conversation stands in one flow. The caller stores it (session_json.h) and gives it back with the next
// input; a restart changes nothing.
//
// Thread safety: plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/message.h"

namespace frontdesk::flows {

struct SlotValue {
  enum class Origin { kAnswered, kVolunteered, kPrefilled, kSet };
  std::string value;  // normal form: "blocked", "3.2", "2026-03-01", "yes"; several options as "a,b"
  std::vector<base::FileRef> files;
  bool skipped = false;  // then `value` is the slot's default, or empty
  Origin origin = Origin::kAnswered;
  bool operator==(const SlotValue&) const = default;
};

struct FoundArticle {
  std::string id;
  std::string title;
  bool operator==(const FoundArticle&) const = default;
};

// What the desk answered when the ticket was opened.
struct TicketInfo {
  std::string number;
  std::string queue;  // its display name
  std::optional<base::TimePoint> answer_by;
  bool operator==(const TicketInfo&) const = default;
};

struct Session {
  // A question that was opened again, and all that comes back when the user gives up the change.
  struct Edit {
    std::string slot;
    SlotValue before;
    int step = 0;
    std::vector<int> path;
    SlotValue pending;
    bool operator==(const Edit&) const = default;
  };

  std::string flow;
  std::string hash;  // Flow::hash: look the flow up by FlowLibrary::FindVersion(flow, hash)
  int version = 1;
  int step = 0;                            // the open ask, confirm or search, or the lookup that is waited for
  std::map<std::string, SlotValue> slots;  // by name; also what was volunteered for questions still ahead
  std::vector<int> path;                   // ask steps that lie behind, in order; only their slots count
  std::vector<int> said;                   // say steps already said, not repeated after an edit
  int tries = 0;                           // refused answers to the open question
  SlotValue pending;                       // files or options of the open question, before "done"
  std::optional<Edit> edit;
  bool reopened = false;                   // the open question was asked before, but its answer is not kept any more
  bool choosing_edit = false;              // "which answer do you want to change?" is open
  std::string opening;                     // the message that started the flow
  TicketInfo ticket;                       // empty number: not opened yet
  std::vector<FoundArticle> found;         // offered by the open search
  std::string shown;                       // the one of them that was opened last
  bool in_words = false;                   // the user answered a form in words: no more forms
  std::string left_of_form;                // the one question of a form whose answer did not fit: a form by itself
  bool helped = false;                     // the last message showed the words that work everywhere as buttons
  std::map<std::string, std::string> log;  // recognised in pasted logs: "version", "os", "error_code", "stack_trace"
  std::map<std::string, base::TimePoint> sensitive_since;  // the sensitive answers that it holds: when they were given
  bool operator==(const Session&) const = default;
};

}  // namespace frontdesk::flows
