// What an admin makes of the learning report: files under knowledge/drafts/, which nothing reads until a person has
// moved them to where they belong.
//
// Ownership: plain values. Threads: one writer of drafts at a time; the caller sees to that.
// Failure: kNotFound, kInvalid and kConflict say what to do instead, kUnavailable that the disk refuses. Nothing is
// written then, and a draft that was there before stays as it was.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/source_file.h"
#include "bot/runtime/learning.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxDrafts = 500;

struct DraftRequest {
  std::string title;
  std::string locale;
  std::vector<std::string> questions;
  std::vector<AgentReply> replies;
};
// Both write a file and answer its path, relative to the workspace.
base::Result<std::string> DraftFromReplies(const std::string& workspace, const DraftRequest& request,
                                           base::TimePoint now);
base::Result<std::string> DraftPhrasing(const std::string& workspace, const knowledge::Index& knowledge,
                                        std::string_view article, std::string_view locale, std::string_view question);

// Those that wait, by path.
std::vector<std::string> DraftsIn(const base::SourceFiles& files);

}  // namespace frontdesk::runtime
