/** A plan of the size that teams really have: eight phases, sixty-odd tasks, tables, dependencies. */
export const LARGE_PLAN = `# Payments Platform Implementation Plan

## Executive Summary

One platform takes payments for all our shops, in every country we sell to.

## Phased Implementation

### Phase 1: Foundations (due 2027-01-29)
- [x] Agree on the words: charge, capture, refund, payout
- [x] Choose the first payment provider
- [x] Draw the ledger's accounts
- [ ] Create the service skeleton
- [ ] Encrypt secrets with the key service
- [ ] Trace every request from end to end
- [ ] Set up the staging environment
- [ ] Write down who is on call

### Phase 2: Ledger (due 2027-02-26)
- [ ] Store entries that can never be changed
- [ ] Balance every transaction to zero
- [ ] Close the day at midnight of each shop
- [ ] Rebuild balances from the entries
- [ ] Export the ledger for the accountants
- [ ] Prove the ledger with property tests
- [ ] Archive entries older than ten years
- [ ] Alert when an account goes negative

### Phase 3: Cards (due 2027-03-26)
- [ ] Tokenise cards in the browser
- [ ] Authorise a charge
- [ ] Capture a charge
- [ ] Void an authorisation
- [ ] Support 3-D Secure
- [ ] Retry soft declines
- [ ] Tell declines apart in words people understand
- [ ] Store cards for returning customers

### Phase 4: Refunds (due 2027-04-30)
- [ ] Refund a charge in full
- [ ] Refund a charge in part
- [ ] Refund to a closed account
- [ ] Show refunds on the receipt
- [ ] Limit what a clerk may refund
- [ ] Approve large refunds by two people
- [ ] Match refunds with returned goods
- [ ] Report refunds per shop

### Phase 5: Disputes
- [ ] Receive disputes from the provider
- [ ] Collect the evidence by itself
- [ ] Send evidence before the deadline
- [ ] Book a lost dispute
- [ ] Warn shops with many disputes
- [ ] Learn which charges are disputed
- [ ] Block known card testers
- [ ] Write the runbook for a wave of fraud

### Phase 6: Payouts
- [ ] Collect what a shop is owed
- [ ] Pay out every working day
- [ ] Hold a payout back
- [ ] Handle a payout that bounces
- [ ] Show shops what a payout holds
- [ ] Support three currencies
- [ ] Reconcile payouts with the bank
- [ ] Pay out at once for a fee

### Phase 7: Migration
- [ ] Mirror charges of the old system
- [ ] Compare both ledgers every night
- [ ] Move the smallest shop
- [ ] Move ten shops a week
- [ ] Move stored cards
- [ ] Answer refunds of old charges
- [ ] Switch the old system to read-only
- [ ] Turn the old system off

### Phase 8: Launch
- [ ] Test ten times the load of a Black Friday
- [ ] Pass the security audit
- [ ] Rehearse the loss of a data centre
- [ ] Train the support team
- [ ] Publish the status page
- [ ] Celebrate

## Development Tasks

### Backend Tasks
| Task                                   | Priority | Estimation | Dependencies                           | Status |
|----------------------------------------|----------|------------|----------------------------------------|--------|
| Create the service skeleton            | High     | 3d         | None                                   | Todo   |
| Encrypt secrets with the key service   | High     | 2d         | Create the service skeleton            | Todo   |
| Store entries that can never be changed | High    | 5d         | Create the service skeleton            | Todo   |
| Balance every transaction to zero      | High     | 3d         | Store entries that can never be changed | Todo  |
| Authorise a charge                     | High     | 4d         | Balance every transaction to zero      | Todo   |
| Capture a charge                       | High     | 2d         | Authorise a charge                     | Todo   |
| Refund a charge in full                | Med      | 2d         | Capture a charge                       | Todo   |
| Pay out every working day              | Med      | 4d         | Collect what a shop is owed            | Todo   |

### Frontend Tasks
| Task                              | Priority | Estimation | Dependencies       | Status |
|-----------------------------------|----------|------------|--------------------|--------|
| Tokenise cards in the browser     | High     | 3d         | None               | Todo   |
| Show refunds on the receipt       | Low      | 1d         | Refund a charge in full | Todo |
| Show shops what a payout holds    | Med      | 3d         | Pay out every working day | Todo |

## Quality Assurance

### Definition of Done
- [ ] Reviewed by somebody of another team
- [ ] Measured under load
- [ ] Runbook updated

## Risks & Mitigations

| Risk                              | Impact | Probability | Mitigation                          |
|-----------------------------------|--------|-------------|-------------------------------------|
| The provider changes its fees     | Med    | Med         | Keep a second provider ready        |
| Old and new ledger disagree       | High   | Med         | Compare them every night            |
| The audit finds something late    | High   | Low         | Book a first look in phase 3        |

---

*Last Updated: 2026-11-02*
`;
