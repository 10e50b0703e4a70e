// What the bot says by itself, in English and Chinese. Flow and article texts are not here: they belong to admins.
//
// Thread safety: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace frontdesk::core {

enum class Text {
  kGreeting,           // {product}
  kGreetingQuestions,  // before the top questions
  kHello,
  kThanks,
  kBye,
  kOk,
  kHowAreYou,
  kWhoAreYou,
  kSayMore,  // after words that say nothing
  kSorryAngry,
  kDidItHelp,  // under an answer
  kYesSolved,
  kNoHelp,
  kMore,
  kNothingMore,
  kOtherLanguage,  // before an answer that exists in another language only
  kGladItHelped,
  kSorryNoHelp,
  kSorryNoHelpPlain,  // when there is no flow to offer
  kAlreadyRejected,   // instead of an article that did not help before
  kArticleGone,       // the article behind a button is no longer there
  kDidYouMean,
  kNoneOfThese,
  kNoAnswer,
  kNoAnswerPlain,  // when there is no flow to offer
  kOneByOne,       // {question}: the first of several that is answered
  kAlsoAsked,      // before buttons with the other questions
  kTalkToPerson,
  kPersonComing,  // {queue} {number} {answer_by}
  kNobodyThere,   // {queue} {opening} {number} {answer_by}
  kPersonComingAgain,
  kCouldNotHandle,
  kStillWaiting,  // {number}
  kAddedToRequest,
  kNoLongerWaiting,
  kNothingToCancel,
  kHelp,
  kStatusNone,
  kStatusOpen,  // {number} {title} {state}
  kLanguageSet,
  kLanguageAsk,
  kAgentJoined,  // {agent}
  kAgentLeft,    // {agent}
  kAgentSolved,  // {agent} {number}
  kSolvedYes,
  kSolvedNo,
  kThanksClosed,  // {number}
  kReopened,      // {number}
  kFilesKept,
  kFlowGone,
  kBackToFlow,  // {flow}
  kStaleButton,
  kTrouble,  // the bot itself failed
  kStateNew,
  kStateOpen,
  kStateWaiting,
  kStateWithTeam,
  kStatePlanned,
  kStateResolved,
  kStateClosed,
  kStateDeclined,
  kStateMerged,
  kQueueGeneral,
  // After a solution.
  kAskScore,
  kScore1,
  kScore2,
  kScore3,
  kScore4,
  kScore5,
  kAskScoreReason,
  kReasonSlow,
  kReasonUnsolved,
  kReasonUnclear,
  kReasonManner,
  kReasonOther,
  kThanksScore,
  kThanksReason,
  kFollowUp,       // {number}
  kClosedAssumed,  // {number}
  // The fix is out.
  kReleased,  // {number} {title} {version}
  // Words about one's own tickets.
  kWhichTicket,      // {number}
  kTicketWithdrawn,  // {number}
  kTicketOver,       // {number}
  kAddedToTicket,    // {number}
  kWithdrawWhich,
  kAddHow,  // {number}
  // News of a ticket: {number} {title} {reason} {day} {other}
  kNewsWaitsForYou,
  kNewsWaitsOnTeam,
  kNewsPlanned,
  kNewsDeclined,
  kNewsReopened,
  kNewsExpected,
  kNewsJoined,
  kNewsJoinedByOther,
  kNewsSplit,
  kNewsReason,
};

// `locale` "zh", "zh-CN" ... is Chinese, everything else English. {name} is replaced by its value.
std::string Phrase(Text text, std::string_view locale,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values = {});

// The text in any language, folded for matching; for words that a user may type instead of pressing.
bool SaysPhrase(std::string_view folded, Text text);

}  // namespace frontdesk::core
