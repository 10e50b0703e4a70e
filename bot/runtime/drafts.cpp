#include "bot/runtime/drafts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bot/runtime/config.h"
#include "bot/runtime/durable_file.h"
#include "knowledge/draft.h"

namespace frontdesk::runtime {

namespace {

namespace fs = std::filesystem;

using base::ErrorCode;
using base::Fail;

constexpr std::string_view kKnowledge = "knowledge/";
constexpr int kMostNames = 100;  // of one title

bool IsLocale(std::string_view locale) {
  return !locale.empty() && locale.size() <= 10 && std::all_of(locale.begin(), locale.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

std::string DraftPathOf(std::string_view path) {
  return std::string(knowledge::kDraftsFolder) + std::string(path.substr(kKnowledge.size()));
}

base::Status CheckRoom(const fs::path& drafts) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::recursive_directory_iterator at(drafts, error), end; !error && at != end; at.increment(error)) ++count;
  if (count < kMaxDrafts) return {};
  return Fail(ErrorCode::kConflict, "there are " + std::to_string(count) + " drafts already; review some first",
              drafts.string());
}

// Replaces the file as a whole; as readable as the other files of the workspace.
base::Status WriteDraft(const fs::path& workspace, const std::string& path, std::string_view text) {
  const fs::path file = workspace / path;
  TRY_STATUS(CheckRoom(workspace / knowledge::kDraftsFolder));
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) {
    return Fail(ErrorCode::kUnavailable, "the draft cannot be written: " + error.message(), file.string());
  }
  const std::string fresh = file.string() + ".new";
  TRY_STATUS(WriteDurably(fresh, text));
  fs::permissions(fresh, fs::status(workspace / kConfigFile, error).permissions(), error);
  fs::rename(fresh, file, error);
  if (error) return Fail(ErrorCode::kUnavailable, "the draft cannot be written: " + error.message(), file.string());
  return SyncDirectoryOf(file.string());
}

base::Result<std::string> ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) return Fail(ErrorCode::kUnavailable, "the article cannot be read", file.string());
  return text;
}

// A name that neither a draft nor an article has.
base::Result<std::string> FreePath(const fs::path& workspace, const DraftRequest& request) {
  const std::string folder = "articles/" + request.locale + "/";
  const std::string name = knowledge::FileNameFor(request.title);
  for (int i = 1; i <= kMostNames; ++i) {
    const std::string path = std::string(kKnowledge) + folder + name + (i == 1 ? "" : "-" + std::to_string(i)) + ".md";
    std::error_code ignored;
    if (!fs::exists(workspace / path, ignored) && !fs::exists(workspace / DraftPathOf(path), ignored)) return path;
  }
  return Fail(ErrorCode::kConflict, "there are too many drafts of that title; review some first", folder + name);
}

std::string By(const std::vector<AgentReply>& replies) {
  std::string names;
  for (const AgentReply& reply : replies) {
    if (names.find(reply.by) != std::string::npos) continue;
    names += (names.empty() ? "" : ", ") + reply.by;
  }
  return names;
}

}  // namespace

base::Result<std::string> DraftFromReplies(const std::string& workspace, const DraftRequest& request,
                                           base::TimePoint now) {
  if (request.title.empty()) return Fail(ErrorCode::kInvalid, "A draft needs a question or a title.");
  if (!IsLocale(request.locale)) return Fail(ErrorCode::kInvalid, "A draft needs a language, such as en.");
  TRY(const std::string path, FreePath(workspace, request));
  const std::string day = base::FormatUtc(now).substr(0, 10);
  knowledge::NewArticle article{request.title, request.questions, {}, {}};
  article.notes = {
      request.replies.empty() ? "Draft of " + day + ". Nobody has answered this yet: write the answer."
                              : "Draft of " + day + ", from what was answered by " + By(request.replies) + ".",
      "Take out what concerns one person only. Nothing reads this file until it is moved to " + path + "."};
  for (const AgentReply& reply : request.replies) article.body += reply.text + "\n\n";
  const std::string draft = DraftPathOf(path);
  TRY_STATUS(WriteDraft(workspace, draft, knowledge::DraftArticle(article)));
  return draft;
}

base::Result<std::string> DraftPhrasing(const std::string& workspace, const knowledge::Index& knowledge,
                                        std::string_view article, std::string_view locale, std::string_view question) {
  const knowledge::Article* known = knowledge.Find(article);
  if (!known) return Fail(ErrorCode::kNotFound, "There is no article '" + std::string(article) + "'.");
  const knowledge::ArticleText& text = known->In(locale);
  if (text.line > 0 || !text.path.ends_with(".md") || !text.path.starts_with(kKnowledge)) {
    return Fail(
        ErrorCode::kInvalid,
        "This article is a row of " + text.path + ", line " + std::to_string(text.line) + ": add the question there.",
        text.path);
  }
  const std::string draft = DraftPathOf(text.path);
  std::error_code ignored;
  const fs::path from = fs::path(workspace) / (fs::exists(fs::path(workspace) / draft, ignored) ? draft : text.path);
  TRY(const std::string before, ReadText(from));
  TRY(const std::string after, knowledge::AddQuestion(text.path, before, question));
  TRY_STATUS(WriteDraft(workspace, draft, after));
  return draft;
}

std::vector<std::string> DraftsIn(const base::SourceFiles& files) {
  std::vector<std::string> drafts;
  for (const base::SourceFile& file : files)
    if (file.path.starts_with(knowledge::kDraftsFolder)) drafts.push_back(file.path);
  return drafts;
}

}  // namespace frontdesk::runtime
