/** A task list in the shape of Kiro's `.kiro/specs/<feature>/tasks.md`: nested, numbered, with optional tasks. */
export const KIRO_PLAN = `# Implementation Plan

- [x] 1. Set up the reminder service
  - Create the service with health check and settings
  - _Requirements: 1.1_

- [ ] 2. Model reminders
  - [x] 2.1 Create the reminder record and its validation
    - Reject dates in the past
    - _Requirements: 1.2, 1.3_
  - [-] 2.2 Store reminders in the database
    - Write the migration and the repository functions
    - _Requirements: 2.1_
  - [ ]* 2.3 Write property tests for the validation
    - _Requirements: 1.3_

- [ ] 3. Send reminders
  - [ ] 3.1 Find what is due every minute
    - Survive a restart without sending twice
    - _Requirements: 3.1, 3.2_
  - [ ] 3.2 Send mail with the reason and a link to stop
    - _Requirements: 3.3_
  - [ ]* 3.3 Write tests with a clock that jumps
    - _Requirements: 3.2_

- [ ] 4. Let people manage reminders
  - [ ] 4.1 List and edit reminders on the settings page
    - _Requirements: 4.1_
  - [ ] 4.2 Pause all of them with one switch
    - _Requirements: 4.2_

- [ ] 5. Checkpoint - make sure all tests pass
`;
