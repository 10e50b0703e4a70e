#include "bot/runtime/learning.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/mask.h"
#include "bot/base/message.h"

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

json RepliesJson(const std::vector<AgentReply>& replies) {
  json list = json::array();
  for (const AgentReply& reply : replies) list.push_back({{"row", reply.row}, {"by", reply.by}, {"text", reply.text}});
  return list;
}

json GapJson(const core::Gap& gap, const std::vector<AgentReply>& replies) {
  json next = json::object();
  for (std::size_t i = 0; i < core::kNexts; ++i)
    next[std::string(core::ToString(static_cast<core::Next>(i)))] = gap.next[i];
  json value = {{"id", gap.id},
                {"question", gap.question},
                {"locale", gap.locale},
                {"wordings", gap.wordings},
                {"people", gap.people},
                {"times", gap.times},
                {"last", base::FormatUtc(gap.last)},
                {"misses",
                 {{"no_answer", gap.misses.no_answer},
                  {"choices_rejected", gap.misses.choices_rejected},
                  {"article_rejected", gap.misses.article_rejected}}},
                {"next", std::move(next)},
                {"replies", RepliesJson(replies)}};
  value["nearest"] = json::array();
  for (const core::ArticleName& article : gap.nearest)
    value["nearest"].push_back({{"id", article.id}, {"title", article.title}});
  return value;
}

json TopJson(const core::TopQuestion& top) {
  return {{"question", top.question}, {"locale", top.locale},     {"article", top.article}, {"people", top.people},
          {"times", top.times},       {"answered", top.answered}, {"offered", top.offered}, {"missed", top.missed}};
}

json UseJson(const core::ArticleUse& use) {
  return {{"id", use.id},
          {"title", use.title},
          {"shown", use.shown},
          {"confirmed", use.confirmed},
          {"rejected", use.rejected}};
}

json TaughtJson(const core::Taught& taught) {
  return {{"article", taught.article},
          {"title", taught.title},
          {"question", taught.question},
          {"locale", taught.locale},
          {"people", taught.people}};
}

template <typename Row>
json List(const std::vector<Row>& rows, json (*one)(const Row&)) {
  json list = json::array();
  for (const Row& row : rows) list.push_back(one(row));
  return list;
}

}  // namespace

base::Result<core::LearningReport> LearningOf(store::Store& store, const knowledge::Index& knowledge,
                                              base::TimePoint now, int days) {
  const base::TimePoint since = now - std::chrono::hours(24) * std::clamp(days, 1, kMostLearningDays);
  TRY(const auto facts, store.FactsSince(since, core::kMaxFactsRead));
  return core::Learn(facts, knowledge, since, now);
}

base::Result<std::vector<AgentReply>> RepliesIn(store::Store& store, const std::vector<store::Id>& rows) {
  std::vector<AgentReply> replies;
  for (const store::Id id : rows) {
    const auto row = store.LoadTranscriptRow(id);
    if (!row && row.error().code == base::ErrorCode::kNotFound) continue;
    if (!row) return tl::unexpected(row.error());
    if (row->from != "agent" || row->internal) continue;
    const auto message = base::MessageFromJson(row->body);
    if (!message || message->text.empty()) continue;
    replies.push_back({id, message->author, base::MaskPersonal(base::ToPlainText(message->text))});
  }
  return replies;
}

base::Result<std::string> LearningJson(store::Store& store, const core::LearningReport& report) {
  json gaps = json::array();
  for (const core::Gap& gap : report.gaps) {
    TRY(const auto replies, RepliesIn(store, gap.replies));
    gaps.push_back(GapJson(gap, replies));
  }
  return base::DumpJson({{"since", base::FormatUtc(report.since)},
                         {"until", base::FormatUtc(report.until)},
                         {"questions", report.questions},
                         {"people", report.people},
                         {"answered", report.answered},
                         {"offered", report.offered},
                         {"missed", report.missed},
                         {"gaps", std::move(gaps)},
                         {"top", List(report.top, TopJson)},
                         {"articles", List(report.articles, UseJson)},
                         {"taught", List(report.taught, TaughtJson)}});
}

}  // namespace frontdesk::runtime
