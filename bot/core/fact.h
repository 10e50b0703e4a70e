// What can have happened: the kinds of facts. One row of one table each, written with the turn that did it, so that
// counts, trends and funnels are read and never have to be collected. A kind keeps its name for ever, because old rows
// are read too; a new kind is a new name here.
//
//   kind            subject          detail
//   question        -                the question, which another of the same message was answered before
//   article_shown   article          the question that it answers
//   article_chosen  article          the question whose offered titles it was among
//   article_opened  article          -   (pressed without a question: a top question, a link)
//   article_confirmed, article_rejected
//                   article          the question it was shown for
//   did_you_mean_shown
//                   the best article the question
//   did_you_mean_rejected, no_answer
//                   -                the question
//   question_withdrawn
//                   -                -   (the one before was only a part: it is asked anew with the rest)
//   flow_started, flow_ended, flow_cancelled, flow_solved, flow_handed_over, flow_gone, flow_reminded
//                   flow             -
//   article_offered article          -   (by a flow's search; what became of it has no question either)
//   lookup_started  the row          -
//   lookup_answered, lookup_failed
//                   flow             the status
//   step_entered, step_left
//                   flow             step
//   ticket_opened   ticket           flow
//   handed_over     ticket           why
//   taken, given_back, resolved
//                   agent            -, -, what the agent wrote
//   agent_replied   agent            id of the transcript row
//   picked_up       queue            open time in ms that the user had waited for the agent who took it
//   first_human_response, first_useful_response, reopened, resolution_confirmed, resolution_assumed, followed_up,
//   withdrawn
//                   ticket           -
//   released        ticket           the version
//   score, score_reason
//                   ticket           1 to 5; what the user says of it
//   breached        ticket           the clock
//   desk_noticed, desk_warned, desk_alarmed
//                   ticket           what the desk was told
//   handoff_unseen  ticket           for the how many-th time nobody took it
//   repeat_asked    ticket           flow that was begun   (is this the same problem?)
//   repeat_confirmed, repeat_denied
//                   ticket           -
//   ticket_added    ticket           what the user added
//   person_linked, person_unlinked
//                   identity         why
//   person_looked_up
//                   attribute        -
//   undelivered     account          the account that it went to instead; empty: nowhere
//   forwarded       account          -   (words that could not be delivered elsewhere)
//   news            kind             -   (another conversation had something to tell)
//   incident_declared, incident_updated
//                   incident         title, state
//   incident_shown  incident         the words that sounded like it
//   incident_attached
//                   incident         ticket
//   incident_told   incident         state
//   ticket_state    ticket           the new one: waiting for customer, waiting on team, planned, declined, merged
//   ticket_set      ticket           field
//   ticket_linked, ticket_split, ticket_joined
//                   ticket           the other one, or an address
//   ticket_tagged   ticket           the rule
//   offered, assigned
//                   agent            why this one
//   transferred, paused
//                   the one who did  "queue tech" or "agent lee"; why
//   agent_reminded, returned_to_queue
//                   agent            -, why
//   overflowed      queue            the queue that helps
//   nobody_there    queue            -
//   bot_heard, flood, brake
//                   -                why (words that were only kept; the bot stopped)
//   others          angry, language, edited, deleted, stopped_waiting, taken_elsewhere
//
// Details are masked and cut: see Draft::AddFact.
//
// Thread safety: constants.
#pragma once

#include <cstddef>
#include <string_view>

// Those that reports read by name.
namespace frontdesk::core::fact {

inline constexpr std::string_view kQuestion = "question";
inline constexpr std::string_view kArticleShown = "article_shown";
inline constexpr std::string_view kArticleChosen = "article_chosen";
inline constexpr std::string_view kArticleOpened = "article_opened";
inline constexpr std::string_view kArticleConfirmed = "article_confirmed";
inline constexpr std::string_view kArticleRejected = "article_rejected";
inline constexpr std::string_view kChoicesShown = "did_you_mean_shown";
inline constexpr std::string_view kChoicesRejected = "did_you_mean_rejected";
inline constexpr std::string_view kNoAnswer = "no_answer";
inline constexpr std::string_view kQuestionWithdrawn = "question_withdrawn";
inline constexpr std::string_view kFlowStarted = "flow_started";
inline constexpr std::string_view kTicketOpened = "ticket_opened";
inline constexpr std::string_view kPickedUp = "picked_up";
inline constexpr std::string_view kAgentReplied = "agent_replied";

// Of a detail: enough for any question that can be answered.
inline constexpr std::size_t kMaxDetail = 300;  // graphemes

}  // namespace frontdesk::core::fact
