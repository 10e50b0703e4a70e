#include "bot/terminal/stage.h"

#include <algorithm>
#include <cstdlib>

#include "bot/base/rich_text.h"
#include "bot/core/caller_ticket.h"
#include "bot/core/ticket_row.h"
#include "bot/core/undelivered.h"
#include "bot/store/sqlite_store.h"
#include "bot/terminal/release.h"
#include "bot/terminal/transcript_words.h"
#include "flows/moments.h"

namespace frontdesk::terminal {

namespace {

constexpr int kMaxFacts = 100'000;         // of one conversation on a stage
constexpr char kInChannel[] = "channel/";  // before who said it
constexpr desk::Shift kOfficeHours{9 * 60, 18 * 60};

base::Error NothingYet() {
  return {base::ErrorCode::kInvalid, "nobody has said anything yet, so there is no conversation to act on", {}};
}

}  // namespace

std::string DisplayName(std::string name) {
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

Stage::Stage(std::shared_ptr<const core::Catalog> catalog, StageOptions options)
    : options_(std::move(options)), clock_(options_.now), catalog_(std::move(catalog)) {}

base::Result<std::unique_ptr<Stage>> Stage::Open(std::shared_ptr<const core::Catalog> catalog, StageOptions options) {
  std::unique_ptr<Stage> stage(new Stage(std::move(catalog), std::move(options)));
  TRY(stage->store_, store::OpenMemoryStore(stage->clock_));
  stage->dialogue_ = std::make_unique<core::Dialogue>(*stage->store_, stage->clock_,
                                                      [owner = stage.get()] { return owner->catalog_; });
  stage->dialogue_->ShowForms(stage->options_.forms);
  // Nothing is called from here: flows go on as they do when a system is down.
  stage->dialogue_->AnswerLookups([](const flows::LookupRequest&) { return flows::LookupAnswer{}; });
  return stage;
}

base::Status Stage::ChangeArticle(const std::string& id, const std::optional<std::string>& text) {
  auto catalog = std::make_shared<core::Catalog>(*catalog_);
  knowledge::Library library = catalog_->knowledge->library();
  const auto article = std::find_if(library.articles.begin(), library.articles.end(),
                                    [&](const knowledge::Article& known) { return known.id == id; });
  if (article == library.articles.end())
    return base::Fail(base::ErrorCode::kNotFound, "there is no article '" + id + "'");
  if (!text) {
    library.articles.erase(article);
  } else {
    for (knowledge::ArticleText& one : article->texts)
      if (one.locale.empty() || one.locale == options_.locale) one.short_text = base::Markdown(*text);
  }
  catalog->knowledge = knowledge::BuildIndex(std::move(library));
  catalog_ = std::move(catalog);
  return {};
}

void Stage::Serve(const std::string& queue, const std::string& zone, desk::Shift shift) {
  auto catalog = std::make_shared<core::Catalog>(*catalog_);
  desk::Calendar calendar;
  calendar.zone = zone;
  calendar.week.fill({shift});
  std::vector<std::string>& queues = catalog->policy.queues;
  if (std::find(queues.begin(), queues.end(), queue) == queues.end()) queues.push_back(queue);
  catalog->policy.hours[queue] = {std::move(calendar)};
  catalog->policy.zone = zone;
  catalog_ = std::move(catalog);
}

void Stage::Close(const std::string& queue, const std::string& day) {
  auto catalog = std::make_shared<core::Catalog>(*catalog_);
  for (desk::Calendar& calendar : catalog->policy.hours[queue]) calendar.days[day] = {};
  catalog_ = std::move(catalog);
}

void Stage::CloseDesk() {
  auto catalog = std::make_shared<core::Catalog>(*catalog_);
  core::Policy& policy = catalog->policy;
  desk::Calendar hours;
  hours.zone = policy.zone;
  hours.week.fill({kOfficeHours});
  hours.days[flows::LocalDay(clock_.Now(), policy.zone)] = {};
  for (const std::string& queue : policy.queues) policy.hours[queue] = {hours};
  catalog_ = std::move(catalog);
}

bool Stage::HasSpoken(const std::string& who) const {
  return std::any_of(known_.begin(), known_.end(), [&](const base::Address& one) { return one.channel == who; });
}

base::Event Stage::NewEvent(const std::string& author) {
  base::Event event;
  event.id = "event-" + std::to_string(++events_);
  event.author = {author, DisplayName(author), false, false};
  event.locale = options_.locale;
  event.at = clock_.Now();
  return event;
}

base::Address Stage::AddressOf(const std::string& who) const {
  const auto other = accounts_.find(who);
  return {other == accounts_.end() ? options_.account : other->second, who, {}};
}

base::Result<Stage::Heard> Stage::Send(base::Event event) {
  last_event_ = event;
  return Remember(dialogue_->Send(event));
}

// Keeps what was said, so that its buttons can be pressed, and what the open flow has collected.
base::Result<Stage::Heard> Stage::Remember(base::Result<Heard> heard) {
  if (!heard) return heard;
  for (const core::Spoken& spoken : *heard) {
    if (!IsInChannel(spoken) || spoken.row.from == "user") continue;
    channel_heard_.push_back(spoken);
    if (const std::string& number = spoken.message.subject; !number.empty())
      threads_.try_emplace(std::stoll(number), core::DialoguePlatformId(spoken.row.id));
  }
  std::erase_if(*heard, [&](const core::Spoken& spoken) { return IsInChannel(spoken); });
  for (const core::Spoken& spoken : *heard) said_[spoken.row.conversation].push_back(spoken);
  const auto now = conversation();
  if (!now || !now->flow) return heard;
  const std::string flow = now->flow->flow + " " + now->flow->hash;
  if (flow != answers_of_) answers_.clear();
  answers_of_ = flow;
  for (const auto& [name, value] : now->flow->slots) answers_[name] = value.value;
  return heard;
}

base::Result<Stage::Heard> Stage::UserDoes(const std::string& who, base::EventBody body) {
  base::Event event = NewEvent(who);
  event.address = AddressOf(who);
  if (const auto user = users_.find(who); user != users_.end()) {
    event.author.verified = true;
    event.author.user = user->second.first;
    for (const auto& [key, value] : user->second.second) event.author.attributes.push_back({key, {}, value});
  }
  event.body = std::move(body);
  if (std::holds_alternative<base::Said>(event.body)) last_words_[who] = event;
  current_ = event.address;
  if (std::find(known_.begin(), known_.end(), event.address) == known_.end()) known_.push_back(event.address);
  return Send(std::move(event));
}

base::Result<Stage::Heard> Stage::UserSends(const std::string& who, std::vector<base::FileRef> files,
                                            const std::string& caption) {
  for (base::FileRef& file : files) {
    file.id = "file-" + std::to_string(++files_);
    store::WriteOp op{store::SaveUpload{{file, AddressOf(who).account, who, 0, clock_.Now()}}, {}, false, {}};
    store_->Write({&op, 1});
    TRY_STATUS(op.status);
  }
  return UserDoes(who, base::SentFiles{std::move(files), caption});
}

base::Result<Stage::Heard> Stage::UserPresses(const std::string& who, const std::string& label) {
  const base::Address address = AddressOf(who);
  std::string there;
  if (const auto row = store_->FindConversation(address)) {
    const Heard& said = said_[row->id];
    for (auto spoken = said.rbegin(); spoken != said.rend(); ++spoken)
      for (const base::Button& button : spoken->message.buttons) {
        if (button.label == label) return UserDoes(who, base::Pressed{button.value, button.label});
        there += " [" + button.label + "]";
      }
  }
  return base::Fail(base::ErrorCode::kNotFound,
                    "there is no button [" + label + "]" + (there.empty() ? "" : "; there are" + there));
}

base::Result<Stage::Heard> Stage::UserReacts(const std::string& who, const std::string& sign) {
  const auto row = store_->FindConversation(AddressOf(who));
  if (!row) return tl::unexpected(row.error());
  const Heard& said = said_[row->id];
  const auto newest = std::find_if(said.rbegin(), said.rend(), [](const auto& one) { return one.row.from != "user"; });
  if (newest == said.rend()) return base::Fail(base::ErrorCode::kNotFound, "nothing was said to " + who);
  return UserDoes(who, base::Reacted{core::DialoguePlatformId(newest->row.id), sign});
}

base::Result<Stage::Heard> Stage::AgentDoes(const std::string& who, base::AgentActed::Act act,
                                            const std::string& text) {
  return AgentActs(who, {act, {}, {}, text, {}});
}

base::Result<Stage::Heard> Stage::AgentActs(const std::string& who, base::AgentActed acted) {
  if (!current_) return tl::unexpected(NothingYet());
  base::Event event = NewEvent(who);
  event.address = *current_;
  acted.agent = who;
  acted.agent_display = DisplayName(who);
  event.body = std::move(acted);
  return Send(std::move(event));
}

base::Result<Stage::Heard> Stage::MoveDesk(const std::string& desk, bool takes) {
  if (!current_) return tl::unexpected(NothingYet());
  base::Event event = NewEvent(desk);
  event.address = *current_;
  event.body = base::DeskMoved{takes, desk, {}};
  return Send(std::move(event));
}

base::Status Stage::AgentJoins(const std::string& who, const Pairs& properties) {
  store::AgentRow row;
  if (auto known = store_->FindAgent(who)) row = std::move(*known);
  row.name = who;
  row.display = DisplayName(who);
  std::string presence = row.presence;
  for (const auto& [key, value] : properties) {
    if (key == "queues") {
      row.queues = ReadNames(value);
    } else if (key == "skills") {
      row.skills = ReadNames(value);
    } else if (key == "capacity") {
      row.capacity = std::atoi(value.c_str());
    } else if (key == "role") {
      row.role = value;
    } else if (key == "presence") {
      presence = value;
    } else {
      return base::Fail(base::ErrorCode::kInvalid, "an agent has no '" + key + "'");
    }
  }
  store::WriteOp ops[] = {{store::SaveAgent{row}, {}, false, {}},
                          {store::SetPresence{who, presence, clock_.Now()}, {}, false, {}}};
  store_->Write(ops);
  TRY_STATUS(ops[0].status);
  TRY_STATUS(ops[1].status);
  return dialogue_->ReadAgents();
}

base::Result<Stage::Heard> Stage::WorldPosts(const std::string& source, const std::string& text) {
  base::Event event = NewEvent(source);
  event.address = {options_.account, source + "-" + std::to_string(++posts_), {}};
  event.body = base::Posted{source, {}, text, {}, {}};
  current_ = event.address;
  known_.push_back(event.address);
  return Send(std::move(event));
}

base::Result<Stage::Heard> Stage::AgentOpens(const OpensTicket& opens) {
  core::CallerReport report;
  report.agent = opens.who;
  report.agent_display = DisplayName(opens.who);
  report.source = opens.source;
  report.locale = options_.locale;
  report.words = opens.words;
  const std::map<std::string, std::string*> of_report = {
      {"contact", &report.contact},     {"flow", &report.flow},
      {"title", &report.title},         {"category", &report.category},
      {"component", &report.component}, {"impact", &report.impact},
      {"scope", &report.scope},         {"workaround", &report.workaround}};
  const bool by_form =
      std::any_of(opens.fields.begin(), opens.fields.end(), [](const auto& field) { return field.first == "flow"; });
  for (const auto& [key, value] : opens.fields) {
    const auto own = of_report.find(key);
    if (own != of_report.end() && (!by_form || key == "contact" || key == "flow"))
      *own->second = value;
    else if (desk::FindField(catalog_->policy.fields, key) != nullptr)
      report.custom.emplace_back(key, value);
    else
      report.answers.emplace_back(key, value);
  }
  base::Event event = NewEvent(opens.source + ":" + (report.contact.empty() ? opens.name : report.contact));
  event.author.name = opens.name;
  event.address = {std::string(desk::kDeskAccount), opens.who + ":call-" + std::to_string(++callers_), {}};
  event.body = base::Relayed{std::string(core::kCallerNews), core::ToJson(report)};
  const base::Address address = event.address;
  auto heard = Send(std::move(event));
  if (!heard) return heard;
  current_ = address;
  known_.push_back(address);
  return heard;
}

base::Result<Stage::Heard> Stage::Release(const std::string& version) {
  Heard all;
  TRY(const auto tickets, TicketsFixedIn(*store_, version));
  for (const desk::Ticket& ticket : tickets) {
    TRY(const base::Event event, ReleaseEvent(*store_, ticket, version, clock_.Now()));
    TRY(const Heard heard, Remember(dialogue_->Send(event)));
    all.insert(all.end(), heard.begin(), heard.end());
  }
  return all;
}

bool Stage::IsInChannel(const core::Spoken& spoken) const {
  const auto row = store_->LoadConversation(spoken.row.conversation);
  return row && catalog_->policy.desk_channels.Find(row->address) != nullptr;
}

base::Result<Stage::Heard> Stage::UserEdits(const std::string& who, const std::string& text) {
  const auto last = last_words_.find(who);
  if (last == last_words_.end()) return tl::unexpected(NothingYet());
  return UserDoes(who, base::Edited{last->second.id, text});
}

base::Result<Stage::Heard> Stage::SayInChannel(const SaysInChannel& said) {
  base::Event event = NewEvent(said.who);
  event.address = kStageChannel;
  if (said.ticket != 0) event.address.thread = threads_[said.ticket];
  const std::string place = kInChannel + said.who;
  event.body = base::Said{said.text};
  if (said.edits) {
    const base::Event& before = last_words_[place];
    event.address = before.address;
    event.body = base::Edited{before.id, said.text};
    return Send(std::move(event));
  }
  if (!said.files.empty()) {
    std::vector<base::FileRef> files = said.files;
    for (base::FileRef& file : files) {
      file.id = "file-" + std::to_string(++files_);
      file.remote = "stage";
    }
    event.body = base::SentFiles{std::move(files), said.text};
  }
  last_words_[place] = event;
  return Send(std::move(event));
}

base::Result<Stage::Heard> Stage::Pass(base::Millis time) { return Remember(dialogue_->Pass(time)); }

base::Result<Stage::Heard> Stage::RepeatLastEvent() {
  if (!last_event_) return tl::unexpected(NothingYet());
  return Remember(dialogue_->Send(*last_event_));
}

base::Result<Stage::Heard> Stage::LastMessageFails() {
  const auto talk = conversation();
  const auto said = talk ? said_.find(talk->id) : said_.end();
  if (said == said_.end()) return tl::unexpected(NothingYet());
  const auto last = std::find_if(said->second.rbegin(), said->second.rend(), [](const core::Spoken& spoken) {
    return spoken.row.from != "user" && !spoken.row.internal;
  });
  if (last == said->second.rend()) return tl::unexpected(NothingYet());
  store::OutboxRow row;
  row.id = last->row.id;
  row.transcript = last->row.id;
  return Remember(dialogue_->Send(core::UndeliveredEvent(row, *current_, now())));
}

std::optional<core::Conversation> Stage::conversation() const {
  if (!current_) return std::nullopt;
  const auto row = store_->FindConversation(*current_);
  if (!row) return std::nullopt;
  auto conversation = core::FromRow(*row);
  return conversation ? std::optional(std::move(*conversation)) : std::nullopt;
}

std::optional<desk::Ticket> Stage::ticket() const {
  const auto owner = conversation();
  if (!owner) return std::nullopt;
  const auto rows = store_->TicketsOf(owner->id);
  if (!rows || rows->empty()) return std::nullopt;
  const auto ticket = core::LoadTicket(*store_, rows->back().number);
  return ticket ? std::optional(*ticket) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> Stage::EnteredSteps() const {
  std::vector<std::pair<std::string, std::string>> steps;
  for (const base::Address& address : known_) {
    const auto row = store_->FindConversation(address);
    if (!row) continue;
    const auto facts = store_->FactsOf(row->id, kMaxFacts);
    if (!facts) continue;
    for (const store::FactRow& fact : *facts)
      if (fact.kind == "step_entered") steps.emplace_back(fact.subject, fact.detail);
  }
  return steps;
}

}  // namespace frontdesk::terminal
