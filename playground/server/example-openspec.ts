/** A task list in the shape of OpenSpec's `openspec/changes/<change>/tasks.md`: numbered groups. */
export const OPENSPEC_PLAN = `## 1. Read the export
- [x] 1.1 Accept the ZIP file that the bank offers
- [ ] 1.2 Detect the character set; fail with the line that could not be read
- [ ] 1.3 Keep amounts as whole cents

## 2. Match transactions
- [ ] 2.1 Match by reference number
- [ ] 2.2 Match by amount and day where there is no reference
  - [ ] 2.2.1 Ask when two invoices fit
- [ ] 2.3 Never match a transaction twice

## 3. Show the result
- [ ] 3.1 List what is open, matched and doubtful
- [ ] 3.2 Undo a match with one key

## 4. Validation
- [ ] 4.1 Run the import on last year's exports
- [ ] 4.2 Compare the totals with the bank's statement
`;
