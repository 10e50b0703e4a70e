#include "bot/terminal/transcript_run.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/terminal/expectations.h"
#include "bot/terminal/transcript_words.h"

namespace frontdesk::terminal {

namespace {

constexpr base::Millis kPlatformTriesAgain = std::chrono::seconds(10);

class Player {
 public:
  Player(const Transcript& transcript, Stage& stage) : transcript_(transcript), stage_(stage) {}

  // Empty when all went well.
  std::string Play() {
    for (const TranscriptLine& line : transcript_.lines)
      if (std::string failure = PlayLine(line); !failure.empty()) return failure;
    return Unheeded();
  }

 private:
  struct Refusal {
    std::string who, why;
    base::Place place;
    std::string source;
  };

  std::string PlayLine(const TranscriptLine& line) {
    if (const auto* told = std::get_if<IsTold>(&line.body)) return HearRefusal(*told, line);
    if (std::string failure = Unheeded(); !failure.empty()) return failure;
    if (!IsExpectation(line)) return PlayAct(line);
    const std::string unmet = Unmet(line, hearing_, stage_);
    return unmet.empty() ? std::string() : Failure(line.place, "expected: " + line.source, unmet);
  }

  std::string Failure(const base::Place& place, const std::string& what, const std::string& came) const {
    return place.path + ":" + std::to_string(place.line) + ": " + what + "\n  " + came +
           "\n  state: " + DescribeState(stage_);
  }

  // A refusal that the next line does not expect.
  std::string Unheeded() const {
    if (!refusal_) return {};
    return Failure(refusal_->place, refusal_->source, refusal_->who + " was refused: " + refusal_->why);
  }

  std::string HearRefusal(const IsTold& told, const TranscriptLine& line) {
    const bool met = refusal_ && refusal_->who == told.who && Matches(told.match, refusal_->why);
    const std::string came = refusal_ ? refusal_->who + " was told: " + refusal_->why : "nobody was refused anything";
    refusal_.reset();
    return met ? std::string() : Failure(line.place, "expected: " + line.source, came);
  }

  std::string PlayAct(const TranscriptLine& line) {
    const bool by_person = line.body.index() <= LineBody(AgentDoes{}).index();
    if (by_person) hearing_ = {};
    if (by_person) stage_.ForgetChannel();
    hearing_.silent_from = hearing_.heard.size();
    auto heard = std::visit([&](const auto& act) { return Do(act); }, line.body);
    if (!heard && IsRefusal(line, heard.error().code)) {
      refusal_ = Refusal{ActorOf(line), heard.error().message, line.place, line.source};
      return {};
    }
    if (!heard) return Failure(line.place, line.source, heard.error().message);
    const bool repeated = std::holds_alternative<Repeats>(line.body) || std::holds_alternative<LosesAnswer>(line.body);
    if (repeated && !heard->empty()) {
      return Failure(line.place, line.source, "it was not ignored: " + Describe(heard->front()));
    }
    hearing_.heard.insert(hearing_.heard.end(), heard->begin(), heard->end());
    return {};
  }

  // What an agent asks for is refused with a sentence of any of these kinds.
  static bool IsRefusal(const TranscriptLine& line, base::ErrorCode code) {
    if (code == base::ErrorCode::kConflict) return true;
    const bool act = std::holds_alternative<AgentDoes>(line.body) || std::holds_alternative<OpensTicket>(line.body);
    return act && (code == base::ErrorCode::kInvalid || code == base::ErrorCode::kNotFound);
  }

  static std::string ActorOf(const TranscriptLine& line) {
    const auto* act = std::get_if<AgentDoes>(&line.body);
    return act ? act->who : std::string(line.source.substr(0, line.source.find_first_of(" :")));
  }

  using Outcome = base::Result<Stage::Heard>;

  Outcome Do(const Says& act) {
    // In a desk a plain message is a note.
    if (agents_.contains(act.who)) return stage_.AgentDoes(act.who, base::AgentActed::Act::kNote, act.text);
    return stage_.UserDoes(act.who, base::Said{act.text});
  }
  Outcome Do(const Presses& act) { return stage_.UserPresses(act.who, act.label); }
  Outcome Do(const Reacts& act) { return stage_.UserReacts(act.who, act.sign); }
  Outcome Do(const Sends& act) { return stage_.UserSends(act.who, act.files, act.caption); }
  Outcome Do(const GivesContext& act) { return stage_.UserDoes(act.who, base::GaveContext{act.json}); }
  Outcome Do(const OpensChat& act) { return stage_.UserDoes(act.who, base::Opened{}); }
  Outcome Do(const Edits& act) { return stage_.UserEdits(act.who, act.text); }
  Outcome Do(const SaysInChannel& act) { return stage_.SayInChannel(act); }
  Outcome Do(const ChangesDevice& act) {
    if (!stage_.HasSpoken(act.who)) {
      return base::Fail(base::ErrorCode::kInvalid, act.who + " has not said anything yet, on any device");
    }
    return stage_.UserDoes(act.who, base::Opened{});
  }
  Outcome Do(const AgentDoes& act) {
    agents_.insert(act.who);
    base::AgentActed acted{act.act, {}, {}, act.text, {}, act.ticket, act.what, act.value};
    return stage_.AgentActs(act.who, std::move(acted));
  }
  Outcome Do(const OpensTicket& opens) {
    agents_.insert(opens.who);
    return stage_.AgentOpens(opens);
  }
  Outcome Do(const JoinsDesk& joins) {
    agents_.insert(joins.who);
    TRY_STATUS(stage_.AgentJoins(joins.who, joins.properties));
    return Stage::Heard{};
  }
  Outcome Do(const Passes& act) { return stage_.Pass(act.time); }
  Outcome Do(const ArticleChanges& change) {
    TRY_STATUS(stage_.ChangeArticle(change.article, change.text));
    return Stage::Heard{};
  }
  Outcome Do(const Posts& act) { return stage_.WorldPosts(act.source, act.text); }
  Outcome Do(const Serves& act) {
    stage_.Serve(act.queue, act.zone, act.shift);
    return Stage::Heard{};
  }
  Outcome Do(const MovesDesk& act) { return stage_.MoveDesk(act.desk, act.takes); }
  Outcome Do(const Closes& act) {
    stage_.Close(act.queue, act.day);
    return Stage::Heard{};
  }
  Outcome Do(const Releases& act) { return stage_.Release(act.version); }
  Outcome Do(const Restarts&) {
    stage_.Restart();
    return Stage::Heard{};
  }
  Outcome Do(const WritesOn& act) {
    stage_.WriteOn(act.who, act.account);
    return Stage::Heard{};
  }
  Outcome Do(const SignsIn& act) {
    stage_.SignIn(act.who, act.user, act.attributes);
    return Stage::Heard{};
  }
  Outcome Do(const Repeats&) { return stage_.RepeatLastEvent(); }
  // What becomes due meanwhile is heard; the repetition itself must bring nothing.
  Outcome Do(const LosesAnswer&) {
    TRY(const Stage::Heard meanwhile, stage_.Pass(kPlatformTriesAgain));
    hearing_.heard.insert(hearing_.heard.end(), meanwhile.begin(), meanwhile.end());
    return stage_.RepeatLastEvent();
  }
  Outcome Do(const RefusesMessage&) { return stage_.LastMessageFails(); }
  Outcome Do(const ClosesDesk&) {
    stage_.CloseDesk();
    return Stage::Heard{};
  }
  Outcome Do(const SwitchesLocale& act) {
    stage_.SetLocale(act.locale);
    const auto conversation = stage_.conversation();
    if (!conversation || conversation->locale == act.locale) return Stage::Heard{};
    return stage_.UserDoes(conversation->address.channel, base::Pressed{"locale:" + act.locale, act.locale});
  }
  template <typename Expectation>
  Outcome Do(const Expectation&) {
    return Stage::Heard{};
  }

  const Transcript& transcript_;
  Stage& stage_;
  Hearing hearing_;
  std::set<std::string> agents_;
  std::optional<Refusal> refusal_;
};

}  // namespace

std::string AccountFor(const std::string& type, const runtime::Config& config) {
  for (const runtime::Account& account : config.accounts)
    if (account.type == type) return account.name;
  return type;
}

// The workspace's own desk channels make no difference to a transcript.
std::shared_ptr<const core::Catalog> WithChannel(const core::Catalog& catalog, const Transcript& transcript) {
  auto with = std::make_shared<core::Catalog>(catalog);
  // The desk speaks the transcript's language.
  std::vector<std::string>& locales = with->policy.locales;
  if (const auto own = std::find(locales.begin(), locales.end(), transcript.locale); own != locales.end())
    std::rotate(locales.begin(), own, own + 1);
  desk::Channels& channels = with->policy.desk_channels;
  channels = {};
  if (transcript.channel.empty()) return with;
  desk::Channel channel;
  channel.account = kStageChannel.account;
  channel.channel = kStageChannel.channel;
  channel.locale = transcript.locale.empty() ? catalog.policy.locales.front() : transcript.locale;
  channel.threads = transcript.channel == "threads";
  channels.list = {channel};
  channels.unseen = kStageUnseen;
  for (const std::string& agent : transcript.agents) channels.agents[{channel.account, agent}] = agent;
  return with;
}

TranscriptResult RunTranscript(const Transcript& transcript, std::shared_ptr<const core::Catalog> catalog,
                               const runtime::Config& config) {
  TranscriptResult result;
  catalog = WithChannel(*catalog, transcript);
  result.path = transcript.path;
  StageOptions options{AccountFor(transcript.as, config),
                       transcript.locale.empty() ? config.locales.front() : transcript.locale, transcript.now};
  auto stage = Stage::Open(std::move(catalog), std::move(options));
  if (!stage) {
    result.failure = transcript.path + ": " + stage.error().message;
    return result;
  }
  result.failure = Player(transcript, **stage).Play();
  result.passed = result.failure.empty();
  for (auto& step : (*stage)->EnteredSteps()) result.entered.insert(std::move(step));
  return result;
}

}  // namespace frontdesk::terminal
