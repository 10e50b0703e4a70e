#include <algorithm>
#include <array>

#include "adapters/common/inert.h"
#include "bot/base/text.h"
#include "bot/runtime/drafts.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kTextShown = 100;  // graphemes
constexpr std::size_t kWordingsShown = 4;

// What strangers wrote must not steer a terminal.
std::string OneLine(std::string_view text) {
  std::string line = adapters::common::InertText(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return base::Shorten(line, kTextShown);
}

std::string Count(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string NextWords(const core::Gap& gap) {
  constexpr std::array<std::string_view, core::kNexts> kWords = {"a person answered", "found another answer",
                                                                 "opened a ticket", "began a flow", "nothing more"};
  std::string words;
  for (std::size_t i = 0; i < core::kNexts; ++i) {
    if (gap.next[i] == 0) continue;
    words += (words.empty() ? "" : ", ") + std::string(kWords[i]) + " " + std::to_string(gap.next[i]);
  }
  return words;
}

void PrintGap(const core::Gap& gap, std::ostream& out) {
  out << "  " << gap.id << "  " << OneLine(gap.question) << "\n            " << Count(gap.people, "person", "people")
      << ", " << Count(gap.times, "time", "times") << ", last " << base::FormatUtc(gap.last).substr(0, 10)
      << "; then: " << NextWords(gap) << '\n';
  for (std::size_t i = 1; i < gap.wordings.size() && i < kWordingsShown; ++i)
    out << "            also: " << OneLine(gap.wordings[i]) << '\n';
  if (!gap.nearest.empty()) out << "            nearest article: " << gap.nearest.front().id << '\n';
  if (!gap.replies.empty()) out << "            an agent's reply can become the article\n";
}

void PrintGaps(const std::vector<core::Gap>& gaps, const std::string& directory, std::ostream& out) {
  out << "\nNot answered\n";
  if (gaps.empty()) out << "  nothing\n";
  for (const core::Gap& gap : gaps) PrintGap(gap, out);
  if (gaps.empty()) return;
  out << "\n  frontdesk gaps " << directory << " --draft " << gaps.front().id
      << "                    drafts an article\n  frontdesk gaps " << directory << " --draft " << gaps.front().id
      << " --article ARTICLE  adds the question to one\n";
}

void PrintTop(const std::vector<core::TopQuestion>& top, std::ostream& out) {
  out << "\nAsked most\n";
  for (const core::TopQuestion& one : top) {
    out << "  " << Count(one.people, "person", "people") << "  " << OneLine(one.question);
    if (!one.article.empty()) out << "  -> " << one.article;
    out << "  (answered " << one.answered << ", titles offered " << one.offered << ", not answered " << one.missed
        << ")\n";
  }
}

void PrintArticles(const std::vector<core::ArticleUse>& articles, std::ostream& out) {
  out << "\nArticles, by people: shown, solved it, did not help\n";
  for (const core::ArticleUse& one : articles)
    out << "  " << one.shown << '\t' << one.confirmed << '\t' << one.rejected << '\t' << one.id << '\n';
}

void PrintTaught(const std::vector<core::Taught>& taught, std::ostream& out) {
  if (taught.empty()) return;
  out << "\nChosen among offered titles: phrasings that the article could have\n";
  for (const core::Taught& one : taught)
    out << "  " << Count(one.people, "person", "people") << "  " << OneLine(one.question) << "  -> " << one.article
        << '\n';
}

void Print(const core::LearningReport& report, const std::string& directory, std::ostream& out) {
  out << "Since " << base::FormatUtc(report.since).substr(0, 10) << ": "
      << Count(report.questions, "question", "questions") << " of " << Count(report.people, "person", "people")
      << "; answered " << report.answered << ", titles offered " << report.offered << ", not answered " << report.missed
      << ".\n";
  if (report.questions == 0) return;
  PrintGaps(report.gaps, directory, out);
  PrintTop(report.top, out);
  PrintArticles(report.articles, out);
  PrintTaught(report.taught, out);
}

base::Status WriteDraft(store::Store& store, const runtime::Workspace& workspace, const core::LearningReport& report,
                        const GapsOptions& options, std::ostream& out) {
  const auto gap = std::find_if(report.gaps.begin(), report.gaps.end(),
                                [&](const core::Gap& one) { return one.id == options.draft; });
  if (gap == report.gaps.end()) {
    return base::Fail(base::ErrorCode::kNotFound, "there is no gap '" + base::CleanUtf8(options.draft) +
                                                      "'; 'frontdesk gaps " + options.directory +
                                                      "' shows those of now");
  }
  const std::string locale = gap->locale.empty() ? workspace.config.locales.front() : gap->locale;
  std::string path;
  if (!options.article.empty()) {
    TRY(path, runtime::DraftPhrasing(options.directory, *workspace.catalog->knowledge, options.article, locale,
                                     gap->question));
  } else {
    TRY(const auto replies, runtime::RepliesIn(store, gap->replies));
    TRY(path,
        runtime::DraftFromReplies(options.directory, {gap->question, locale, gap->wordings, replies}, report.until));
  }
  out << "Wrote " << path << ". Review it, then move it out of drafts/.\n";
  return {};
}

base::Status Run(const runtime::Workspace& workspace, const GapsOptions& options, std::ostream& out) {
  const base::SystemClock clock;
  TRY(const auto store, OpenDataOrNone(workspace.config, clock));
  TRY(const auto report, runtime::LearningOf(*store, *workspace.catalog->knowledge, clock.Now(), options.days));
  if (!options.draft.empty()) return WriteDraft(*store, workspace, report, options, out);
  if (!options.json) {
    Print(report, options.directory, out);
    return {};
  }
  TRY(const std::string text, runtime::LearningJson(*store, report));
  out << text << '\n';
  return {};
}

}  // namespace

int Gaps(const GapsOptions& options, Streams streams) {
  const auto workspace = OpenWorkspace(options.directory, streams.err);
  if (!workspace) return kFailed;
  if (const base::Status status = Run(*workspace, options, streams.out); !status) {
    PrintError(streams.err, status.error());
    return kFailed;
  }
  return kOk;
}

}  // namespace frontdesk::terminal
