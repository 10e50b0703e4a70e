// The parts of the brain, in the order of DESIGN's choices. Each changes a Draft; none of them ends it.
//
// Buttons of the brain carry these values (those of flows stand in flows/engine.h):
//   person                 a person, please          flow:start=ID      begin a flow
//   article:ID             show this article         choice:none        none of the offered articles
//   verdict:yes=ID, verdict:no=ID, verdict:more=ID   of the article that was shown
//   ask:KEY                another question of the same message as one that was answered; KEY is of its words
//   solved:yes, solved:no  of a resolved ticket      locale:en          language
//   score:1 ... score:5, score-reason:WORDS          of a closed ticket
//   wait:cancel            no longer wait for a person
//   repeat:add=NUMBER      what is said next goes to that ticket
//   ticket:mine, ticket:status=NUMBER, ticket:withdraw=NUMBER
//   incident:join=NUMBER, incident:other
//                          whether it is the known incident that was named
//
// Thread safety: as the Draft.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "bot/core/draft.h"
#include "bot/core/user_input.h"
#include "flows/engine.h"
#include "flows/global_words.h"

namespace frontdesk::core {

// --- greeting.cpp
bool Speaks(const Policy& policy, std::string_view locale);
// Finds out the language of the conversation: from the words, from the client, else the first that we speak.
void SetLocale(Draft& draft, std::string_view text);
void Greet(Draft& draft, bool with_top_questions);
// As the user asks for it: the other one of two, or a question which.
void ChooseLanguage(Draft& draft, std::string_view wanted);
base::Button PersonButton(const Draft& draft);

// --- presses.cpp
// A button of a flow's question; it goes to the flow.
bool IsFlowValue(std::string_view value);
// Any other.
void Press(Draft& draft, std::string_view value);

// --- people.cpp
// Makes the person of a new conversation, and notes what is new of one who is known.
void Introduce(Draft& draft);
// What a flow's lookup told of the person.
void LearnLookedUp(Draft& draft, const std::vector<base::Fact>& told);
// The user, and nobody else who speaks in a room.
bool SpeaksForThemselves(const Draft& draft);
// An agent knows that two identities are one human, or that they are not.
base::Status LinkPerson(Draft& draft, const base::AgentActed& act);
base::Status UnlinkPerson(Draft& draft, const base::AgentActed& act);

// --- answering.cpp
// To an angry message: one kind sentence, and the way to a person.
void Soothe(Draft& draft);
// As the knowledge is asked for this conversation: what the person may see, without what they rejected.
knowledge::Question QuestionOf(const Draft& draft, std::string_view text);
// Looks the text up and answers, offers titles, or says that there is no answer.
void AnswerQuestion(Draft& draft, const std::string& text);
// True when the knowledge has a sure answer; it is said without verdict buttons, so that an open question may follow.
bool AnswerInPassing(Draft& draft, const std::string& text);
// For a button with its title.
void ShowArticle(Draft& draft, std::string_view id);
// For a button with another question of the same message.
void AnswerAlsoAsked(Draft& draft, std::string_view key);
void SayNoAnswer(Draft& draft, std::string_view fitting_flow = {});
// An article as an answer, without the question whether it helped.
base::Message ArticleMessage(const Draft& draft, const knowledge::Article& article);
// Null when there is none, or the person may not see it now.
const knowledge::Article* VisibleArticle(const Draft& draft, std::string_view id);
// "Did this solve it?" with yes and no.
void AskVerdict(const Draft& draft, const std::string& id, base::Message& message);
// The questions that wait for their turn, as buttons below what is said.
void AddAlsoAsked(const Draft& draft, base::Message& message);

// --- verdicts.cpp
// What the person thinks of an article: shown, confirmed, rejected. False when that is known already.
bool Judge(Draft& draft, std::string_view id, std::string_view verdict);
bool IsRejected(const Conversation& conversation, std::string_view id);
void TakeVerdict(Draft& draft, std::string_view verdict, std::string_view id);
// The same without a word about it.
void NoteVerdict(Draft& draft, bool solved, std::string_view id);
// The same for words that say more: "no, I mean on my phone", "that did not help, get me a person".
void HearVerdictBeside(Draft& draft, std::string_view text);
void RejectChoices(Draft& draft);
// For a flow's search: what may help and was not shown yet, best first; and the article as it is shown.
std::vector<flows::FoundArticle> FindArticles(Draft& draft, const std::string& question, std::size_t most);
base::Message ArticleFor(Draft& draft, std::string_view id);
void RecordArticle(Draft& draft, const flows::ArticleFact& article);
// The value of the open button that words such as "yes", "没用" or "none of them" stand for; empty when there is none.
std::string ValueOfVerdict(const Conversation& conversation, std::string_view text);
// Buttons that start the flows meant for this moment ("no-answer", "article-rejected"), and the person.
std::vector<base::Button> Offers(const Draft& draft, std::string_view moment, std::string_view first_flow);

// --- profile.cpp
// What is known of the person: name, locale, verified (yes or no), and their attributes. Unknown is left out.
std::map<std::string, std::string> ProfileOf(const Draft& draft);
// The user's time zone: what their page says, else their attribute `time_zone`, else the workspace's.
std::string ZoneOf(const Draft& draft);

// --- running_flow.cpp
// Unless the user must say first whether it is about a ticket that is open already.
void StartFlow(Draft& draft, const flows::Flow& flow, std::string_view opening);
void BeginFlow(Draft& draft, const flows::Flow& flow, std::string_view opening);
// The flow version that the conversation began with, or what became of it; null when there is none any more, which the
// user was told.
const flows::Flow* RunningFlow(Draft& draft);
flows::FlowContext FlowContextOf(Draft& draft);
void Apply(Draft& draft, const flows::Flow& flow, flows::Outcome outcome);
void AdvanceFlow(Draft& draft, const flows::Flow& flow, const flows::Input& input);
void RepeatOpenQuestion(Draft& draft, const flows::Flow& flow);
void ResumeFlow(Draft& draft, const flows::Flow& flow);
// After something else was said in the middle of a flow, the open question comes back: in one line, and in full in a
// language that was just chosen.
void ReturnToFlow(Draft& draft);
void DropFlow(Draft& draft);
void RemindOfFlow(Draft& draft);
// The answer of the lookup that the flow waits for.
void TakeLookup(Draft& draft, const flows::LookupAnswer& answer);

// --- handoff.cpp
void HandOver(Draft& draft, std::string_view reason, std::string_view wanted_queue = {});
// Queue, skills and whom to ask first, from what the ticket says.
void RouteTicket(const Draft& draft, desk::Ticket& ticket, std::string_view wanted_queue);
flows::TicketInfo OpenTicket(Draft& draft, const flows::TicketDraft& report);
// A ticket with all that the conversation knows, on the board. It is routed and tagged by `opening`, or by the question
// that the conversation began with.
void OpenPlainTicket(Draft& draft, const std::string& title, desk::Impact impact, std::string_view why,
                     const std::string& opening = {});
// " It is handled as: Outage." where the workspace names the ticket's level; else nothing.
std::string LevelWords(const Draft& draft);
void StopWaiting(Draft& draft);
void HearWhileWaiting(Draft& draft);
// The most urgent of the conversation's tickets speaks for it, what sleeps does not; as it is, or would be, while the
// user waits for a person.
desk::Figure UrgencyOf(const Draft& draft, bool waits);
// Recomputes what the board shows.
void RefreshBoard(Draft& draft);
// The ticket in focus is open again, and its clocks begin anew: it is not late at this instant.
void Reopen(Draft& draft, const std::string& who, std::string_view why);
std::string QueueName(const Draft& draft, std::string_view queue);
// The state of a ticket as users read it.
Text StateWords(desk::TicketState state);

// --- waiting.cpp
// When somebody serves the queue; none: around the clock.
const desk::Hours& HoursOf(const Draft& draft, const std::string& queue);
// A person takes somebody who waited: how long it took, for those who wait next.
void NotePickup(Draft& draft);
struct NobodyThere {
  bool nobody = false;
  std::optional<base::TimePoint> back = {};  // as far as calendar and roster tell
};
NobodyThere WhetherNobodyIsThere(const Draft& draft, const std::string& queue);
// For a flow: of one queue, or of the desk as a whole for "".
flows::QueueNow QueueNowOf(const Draft& draft, std::string_view queue);
// " You are number 3 in line. Lately a person came within about 6 minutes."; empty while nobody is there.
std::string WaitWords(const Draft& draft);

// --- assignment.cpp
// Asks an agent for somebody who waits: a proposal on the card, or the conversation itself.
void AskAgent(Draft& draft);
bool WaitsForAssignment(const Draft& draft);
// An agent has room again: whoever waits first for one is looked at.
void CallNext(Draft& draft, const std::string& login);
// True when the news were that.
bool TakeNextPlease(Draft& draft, const base::Relayed& news);

// --- lease_acts.cpp
base::Status Transfer(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
base::Status Pause(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
// The agent has the word from now on; the user is told.
void GiveTo(Draft& draft, const desk::AgentName& agent);
// Waits in the queue, with the ticket that there must be. Nobody is told.
void PutInQueue(Draft& draft, const std::string& queue, std::string_view why);
// The same when `who` has not answered; the user is told.
void ReturnToQueue(Draft& draft, const std::string& who, const std::string& why);

// --- desk_clock.cpp
// The user said something that somebody at the desk should answer.
void NoteUnanswered(Draft& draft, std::string_view words);
void DeskTimeIsUp(Draft& draft);
// At the end of every turn: the timer for what is due at the desk next.
void WindDeskClock(Draft& draft);

// --- brakes.cpp
// True when the user's words are only kept: a bot's, or one of too many.
bool HoldsBrake(Draft& draft, const UserInput& input);
// At the end of every turn: whether we have said too much.
void CountSaid(Draft& draft);

// --- my_tickets.cpp
// What users do with their own tickets, by word or button. An empty number means the one that the talk is about. True
// when the word was one; that of a ticket that is not the user's own is answered as if there were none.
void TellStatusOf(Draft& draft, std::string_view number);
// All that the person has open, on whichever account.
void TellStatus(Draft& draft);
// "Request 1001: ... State: ...", and the place in line of who waits for a person about it.
std::string StatusLine(const Draft& draft, const desk::Ticket& ticket);
// "mine", "status=1002", "withdraw=1002"
void PressTicket(Draft& draft, std::string_view value);
// Buttons that work while the user waits for a person, too.
bool IsAboutOwnTicket(std::string_view value);
void SayHelp(Draft& draft);
// Another conversation of the same person has withdrawn one of this one's tickets. False for other news.
bool TakeWithdrawal(Draft& draft, const base::Relayed& news);
bool AddToTicket(Draft& draft, const flows::GlobalWord& word);
bool WithdrawTicket(Draft& draft, std::string_view number);

// --- ticket_clock.cpp
// "Thanks", "ok", "bye": nobody owes an answer to that.
bool AsksNothing(std::string_view text);
// A person has spoken to the user: the clocks of responses stop.
void AnsweredByPerson(Draft& draft, std::string_view agent);
// The user has said something that people, not the bot, will answer.
void HeardOnTicket(Draft& draft, std::string_view text);

// --- sensitive.cpp
inline constexpr std::string_view kSensitiveTimer = "sensitive";  // of a ticket
// Of a ticket that was just opened: its sensitive answers go when the workspace says so, with their files.
void KeepSensitiveForAWhile(Draft& draft);
void RemoveSensitive(Draft& draft);
// The same of drafts that nobody went on with, from the day of each answer. The first is for the end of every turn.
void WindDraftClock(Draft& draft);
void ForgetInDrafts(Draft& draft);

// --- desk_acts.cpp
// What an agent does. An error is the refusal: nothing may be committed then.
base::Status ActForAgent(Draft& draft, const base::AgentActed& act);

// --- ticket_acts.cpp
// What an agent does with the ticket in focus.
base::Status ActOnTicket(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
// Whether the conversation has another ticket that somebody has still to work on.
bool HasMoreToDo(const Draft& draft);
// The conversation leaves the board when nothing is left to do, and the bot has the word again.
void CloseWhenDone(Draft& draft);
// To the ticket in focus, as many as it may have.
void AddFiles(Draft& draft, const std::vector<base::FileRef>& files, std::string_view who, std::string_view why);
// A timer of the ticket in focus.
void TakeTicketTimer(Draft& draft, const base::TimerDue& timer, std::string_view what);
// The user has said something: a ticket that waits for that, or sleeps, is open again.
void WakeTicket(Draft& draft);

// --- ticket_fields.cpp
// Sets one field of the ticket in focus; level and figures follow.
base::Status SetTicketField(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);

// --- other_voices.cpp
// A word about a word: the agent's to know, no answer's cause.
void NoteEdit(Draft& draft, const base::Edited& edited);
void NoteDeletion(Draft& draft);
// Another desk takes the word, or gives it back.
void MoveDesk(Draft& draft, const base::DeskMoved& moved);
// What another conversation, or the desk as a whole, has to tell; unknown kinds are heard and forgotten.
void TakeNews(Draft& draft, const base::Relayed& news);
// Becomes a ticket; nobody is answered.
void TakePost(Draft& draft, const base::Posted& posted);

// --- client_context.cpp
void TakeContext(Draft& draft, const std::string& json);
std::vector<base::Fact> ContextFacts(const Conversation& conversation);

}  // namespace frontdesk::core
